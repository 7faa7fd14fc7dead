package io.afterimage.bench.chaos.process;

import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.ConfigLoader;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.kafka.TopicAdmin;
import io.afterimage.bench.chaos.process.Shape.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The roles of a pipeline, each process with its own data folder, which it keeps from start to
 * start. Used by one thread.
 */
public final class Pipeline implements AutoCloseable {
  /** Longer than it is read before it is begun again. */
  private static final String RECORDING = "&duration=1h";

  private static final Duration STOP = Duration.ofSeconds(15);

  /** The parts that processes play. */
  public enum Part {
    /** Cameras to frames. */
    INGEST(160),
    /** Frames to features. */
    INFERENCE(256),
    /** Features to events. */
    TOPOLOGY(256),
    /** Events to words. */
    CAPTIONING(256);

    private final int heapMb;

    Part(int heapMb) {
      this.heapMb = heapMb;
    }

    /** The command, and what the names of its processes begin with. */
    public String command() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Host host;
  private final Shape shape;
  private final Path file;
  private final Map<Part, List<Node>> nodes = new EnumMap<>(Part.class);
  private final Map<String, WallClock> clocks;

  private Pipeline(Host host, Shape shape, Path file, Map<String, WallClock> clocks) {
    this.host = host;
    this.shape = shape;
    this.file = file;
    this.clocks = clocks;
    add(Part.INGEST, shape.ingests());
    add(Part.INFERENCE, shape.inferences());
    add(Part.TOPOLOGY, shape.topologies());
    add(Part.CAPTIONING, shape.captionings());
  }

  /**
   * Makes the topics; no role runs yet.
   *
   * @param prefix of the topics
   * @param cluster where they are
   * @param clocks by which processes of these names go; the others go by the machine's
   * @throws IOException if the settings cannot be written
   */
  public static Pipeline prepare(
      Host host, Shape shape, String prefix, Cluster cluster, Map<String, WallClock> clocks)
      throws IOException {
    Path file = host.folder().resolve(prefix + ".yaml");
    Files.writeString(file, settings(shape, prefix, cluster));
    AfterimageConfig config = new ConfigLoader(host.folder(), Map.of()).load(file, List.of());
    try (TopicAdmin admin = TopicAdmin.connect(KafkaAccess.of(config.kafka(), cluster.inside()))) {
      admin.prepare(config.topics());
    }
    return new Pipeline(host, shape, file, clocks);
  }

  /** The processes of a part. */
  public List<Node> nodes(Part part) {
    return nodes.getOrDefault(part, List.of());
  }

  /** All processes. */
  public List<Node> nodes() {
    return nodes.values().stream().flatMap(List::stream).toList();
  }

  /** The data folder of a process. */
  public Path data(Node node) {
    return data(node.name());
  }

  /** Stops a part in good order, for good. */
  public void stop(Part part) throws InterruptedException {
    for (Node node : nodes(part)) {
      if (!node.stop(STOP)) {
        host.journal().note("slow", node.name(), "did not stop within " + STOP);
      }
    }
  }

  /**
   * Writes what the threads of all processes do into files beside their logs.
   *
   * @throws InterruptedException if the thread is asked to stop
   */
  public void dumpThreads() throws InterruptedException {
    for (Node node : nodes()) {
      node.dumpThreads(host.folder());
    }
  }

  /** Ends all processes at once. */
  @Override
  public void close() {
    nodes().forEach(Node::killForGood);
    nodes().forEach(Node::awaitEnd);
  }

  private Path data(String name) {
    return host.folder().resolve(name);
  }

  private void add(Part part, int count) {
    List<Node> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      String name = part.command() + "-" + (i + 1);
      all.add(
          host.node(
              name,
              part.heapMb,
              Launcher.AFTERIMAGE,
              n -> arguments(part, name, number, n),
              Optional.ofNullable(clocks.get(name))));
    }
    nodes.put(part, List.copyOf(all));
  }

  private List<String> arguments(Part part, String name, int number, int start) {
    List<String> arguments = new ArrayList<>(List.of(part.command(), "--config", file.toString()));
    switch (part) {
      case INGEST -> {
        for (int camera = number; camera < shape.cameras(); camera += shape.ingests()) {
          // A camera that comes back shows another room: what it sees is not the same again.
          long room = shape.seed() * 100_000 + camera * 1_000L + start;
          String address = "sim:room?seed=" + room + "&fps=12.5&size=128x96";
          arguments.add(
              Shape.camera(camera)
                  + "="
                  + (shape.sources() == Sources.FILES ? address + RECORDING : address));
        }
      }
      case TOPOLOGY, CAPTIONING -> arguments.addAll(List.of("--data", data(name).toString()));
      case INFERENCE -> {}
    }
    return arguments;
  }

  private static String settings(Shape shape, String prefix, Cluster cluster) {
    String kept = "{keep_for: 2d, keep_bytes: 8GiB}";
    List<String> topics =
        List.of(
            "frames",
            "features",
            "actions",
            "caption_asks",
            "caption_requests",
            "captions",
            "attention",
            "predictions",
            "truth",
            "dead_letters");
    StringBuilder text = new StringBuilder();
    text.append("kafka: {bootstrap: '%s', connect_timeout: 30s}%n".formatted(cluster.outside()));
    text.append("broker: {min_free: 16MiB}%n".formatted());
    text.append(
        "topics:%n  prefix: %s%n  partitions: 4%n  replication: %d%n"
            .formatted(prefix, cluster.size()));
    topics.forEach(topic -> text.append("  %s: %s%n".formatted(topic, kept)));
    text.append("ingest: {encoding: raw, previews: false}%n".formatted());
    text.append("inference: {workers: %d, age_limit: 0s}%n".formatted(shape.workers()));
    text.append(
        "topology: {delivery: %s, threads: 2, standbys: %d, close_after_silence: 0s, forget_after: 0s}%n"
            .formatted(shape.delivery().wireName(), shape.standbys()));
    text.append("captions: {packs: %s}%n".formatted(shape.captionings() > 0 ? "auto" : "none"));
    text.append("events: {predictions: true}%n".formatted());
    return text.toString();
  }
}
