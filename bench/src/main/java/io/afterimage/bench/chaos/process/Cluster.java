package io.afterimage.bench.chaos.process;

import io.afterimage.bench.chaos.net.SlowProxy;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka cluster of one node or three, each in a process of its own, with a proxy before each.
 * Used by one thread.
 */
public final class Cluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int HEAP_MB = 256;

  private final Host host;
  private final List<BrokerPorts> ports;
  private final List<Node> nodes = new ArrayList<>();
  private final List<SlowProxy> proxies = new ArrayList<>();
  private final Optional<WallClock> lastNodesClock;

  private Cluster(Host host, int size, Optional<WallClock> lastNodesClock) {
    this.host = host;
    this.lastNodesClock = lastNodesClock;
    List<Integer> free = Ports.free(4 * size);
    List<BrokerPorts> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      List<Integer> own = free.subList(4 * i, 4 * i + 4);
      all.add(new BrokerPorts(own.get(0), own.get(1), own.get(2), own.get(3)));
    }
    ports = List.copyOf(all);
  }

  /**
   * Formats and starts a cluster, and waits until all its brokers are there.
   *
   * @param host where it runs
   * @param size its brokers, 1 or 3
   * @param lastNodesClock by which the last broker goes; empty: the machine's
   * @throws IOException if a proxy's port cannot be listened on, or a folder not be written
   * @throws InterruptedException if the thread is asked to stop
   */
  public static Cluster start(Host host, int size, Optional<WallClock> lastNodesClock)
      throws IOException, InterruptedException {
    Cluster cluster = new Cluster(host, size, lastNodesClock);
    try {
      cluster.open();
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Its brokers. */
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** What stands before each broker. */
  public List<SlowProxy> proxies() {
    return List.copyOf(proxies);
  }

  /** The number of brokers. */
  public int size() {
    return ports.size();
  }

  /** Where roles connect: {@code host:port,...}, through the proxies. */
  public String outside() {
    return addresses(false);
  }

  /** Where the harness connects, whatever the proxies do. */
  public String inside() {
    return addresses(true);
  }

  /** The settings of a client of the harness. */
  public Map<String, Object> client() {
    return Map.of("bootstrap.servers", inside());
  }

  /** Ends the brokers at once; what they hold stays in their folders. */
  @Override
  public void close() {
    nodes.forEach(Node::killForGood);
    nodes.forEach(Node::awaitEnd);
    proxies.forEach(SlowProxy::close);
  }

  private String addresses(boolean inside) {
    return ports.stream()
        .map(p -> "127.0.0.1:" + (inside ? p.inside() : p.proxy()))
        .collect(Collectors.joining(","));
  }

  private void open() throws IOException, InterruptedException {
    String id = Uuid.randomUuid().toString();
    for (int i = 0; i < ports.size(); i++) {
      String name = "broker-" + (i + 1);
      Path folder = Files.createDirectories(host.folder().resolve(name));
      BrokerSettings settings = new BrokerSettings(i + 1, folder.resolve("logs"), ports);
      Path file = write(settings.properties(), folder.resolve("server.properties"));
      format(settings, id);
      proxies.add(SlowProxy.open(ports.get(i).proxy(), ports.get(i).client()));
      Optional<WallClock> clock = i == ports.size() - 1 ? lastNodesClock : Optional.empty();
      Node node = host.node(name, HEAP_MB, Launcher.KAFKA, n -> List.of(file.toString()), clock);
      nodes.add(node);
      node.start();
    }
    awaitAll();
  }

  private static Path write(Properties properties, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    return file;
  }

  private static void format(BrokerSettings settings, String id) throws IOException {
    try {
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(settings.node())
          .setClusterId(id)
          .setControllerListenerName(BrokerSettings.CONTROLLER)
          .setReleaseVersion(MetadataVersion.latestProduction())
          .addDirectory(settings.logs().toString())
          .setMetadataLogDirectory(settings.logs().toString())
          .run();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the broker's folder cannot be formatted", e);
    }
  }

  private void awaitAll() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (Admin admin = Admin.create(client())) {
      while (true) {
        try {
          if (admin.describeCluster().nodes().get().size() == ports.size()) {
            return;
          }
        } catch (ExecutionException e) {
          host.journal().note("wait", "cluster", String.valueOf(e.getCause()));
        }
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "the brokers did not come up within %s; see the logs in %s"
                  .formatted(PATIENCE, host.folder()));
        }
        Thread.sleep(100);
      }
    }
  }
}
