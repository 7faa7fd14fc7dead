package io.afterimage.bench.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.bench.chaos.process.Launcher;
import io.afterimage.bench.chaos.process.Node;
import io.afterimage.bench.chaos.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.common.TopicPartition;

/** A topology in a process of its own, and what its brokers and its metrics say of it. */
public final class Keeper implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Rig rig;
  private final String prefix;
  private final int port = Ports.free(1).get(0);
  private final Node node;
  private final Path data;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * Makes the topics; nothing runs yet.
   *
   * @param prefix of the topics
   * @param options of the role, beside its settings
   * @throws IOException if the settings cannot be written
   */
  public Keeper(Rig rig, Case measured, String prefix, String... options) throws IOException {
    this(rig, measured, prefix, 0, options);
  }

  /**
   * Makes the topics, unless another instance has; nothing runs yet.
   *
   * @param prefix of the topics, which instances share
   * @param instance its number among them
   * @param options of the role, beside its settings
   * @throws IOException if the settings cannot be written
   */
  public Keeper(Rig rig, Case measured, String prefix, int instance, String... options)
      throws IOException {
    this.rig = rig;
    this.prefix = prefix;
    String name = prefix + (instance == 0 ? "" : "-" + instance);
    Path settings = rig.prepare(measured, prefix, name, port);
    data = rig.host().folder().resolve(name);
    node =
        rig.host()
            .node(
                "topology-" + name,
                768,
                Launcher.AFTERIMAGE,
                n -> command(settings, List.of(options)),
                Optional.empty());
  }

  private List<String> command(Path settings, List<String> options) {
    List<String> command =
        new ArrayList<>(
            List.of("topology", "--config", settings.toString(), "--data", data.toString()));
    command.addAll(options);
    return command;
  }

  /** Its process. */
  public Node node() {
    return node;
  }

  /** The folder with its local state. */
  public Path data() {
    return data;
  }

  /**
   * Waits until it says that it works; returns how long that took.
   *
   * @throws IOException if what it says is cut off
   * @throws InterruptedException if the thread is asked to stop
   * @throws IllegalStateException if it takes minutes
   */
  public Duration awaitReady() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (status("/health") != 200) {
      TimeUnit.MILLISECONDS.sleep(20);
      requireInTime(begun, "is not ready");
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /**
   * Waits until it has committed so many features, or more; returns how many.
   *
   * @throws InterruptedException if the thread is asked to stop
   * @throws IllegalStateException if it takes minutes
   */
  public long awaitCommitted(long records) throws InterruptedException {
    long begun = System.nanoTime();
    try (Admin admin = Admin.create(rig.client())) {
      long committed = committed(admin);
      while (committed < records) {
        TimeUnit.MILLISECONDS.sleep(100);
        requireInTime(begun, "has not read all features");
        committed = committed(admin);
      }
      return committed;
    }
  }

  private void requireInTime(long begun, String what) {
    if (System.nanoTime() - begun > PATIENCE.toNanos()) {
      throw new IllegalStateException(
          "the topology %s within %s; see its log in %s".formatted(what, PATIENCE, data));
    }
  }

  private long committed(Admin admin) throws InterruptedException {
    try {
      return admin
          .listConsumerGroupOffsets(prefix + "-topology")
          .partitionsToOffsetAndMetadata()
          .get()
          .entrySet()
          .stream()
          .filter(each -> each.getKey().topic().equals(prefix + ".features"))
          .mapToLong(each -> each.getValue().offset())
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not answer", e);
    }
  }

  /**
   * The bytes of a store's changelog on the broker's disk.
   *
   * @throws InterruptedException if the thread is asked to stop
   */
  public long changelogBytes(String store) throws InterruptedException {
    String topic = prefix + "-topology-" + store + "-changelog";
    try (Admin admin = Admin.create(rig.client())) {
      long bytes = 0;
      for (LogDirDescription folder :
          admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
              .flatMap(folders -> folders.values().stream())
              .toList()) {
        for (Map.Entry<TopicPartition, ReplicaInfo> each : folder.replicaInfos().entrySet()) {
          bytes += each.getKey().topic().equals(topic) ? each.getValue().size() : 0;
        }
      }
      return bytes;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not answer", e);
    }
  }

  /**
   * The sum of a metric's samples; 0 if it has none.
   *
   * @throws IOException if it does not answer
   * @throws InterruptedException if the thread is asked to stop
   */
  public double metric(String name) throws IOException, InterruptedException {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private int status(String page) throws InterruptedException {
    try {
      return get(page).statusCode();
    } catch (IOException e) {
      return 0; // It does not listen yet.
    }
  }

  private HttpResponse<String> get(String page) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + port + page);
    return http.send(
        HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build(),
        HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  @Override
  public void close() {
    node.killForGood();
    node.awaitEnd();
  }
}
