package io.afterimage.app.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.app.cli.CapturedShell;
import io.afterimage.app.cli.Cli;
import io.afterimage.app.command.Afterimage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A run of two simulated cameras, and replays of what it has left. */
class ReplayTest {
  private static final Path PACKS = Path.of("..", "packs").toAbsolutePath().normalize();
  private static final String FIRST = "afterimage.replay-first";

  @TempDir private static Path folder;
  private static DataFolder data;
  private static EmbeddedBroker broker;
  private static Admin admin;
  private static int firstStatus;

  /** The first replay starts a broker of its own on what the run has left, as people would. */
  @BeforeAll
  static void record() {
    String room = "sim:room?seed=%d&fps=25&size=160x120&duration=60s";
    CapturedShell run = shell();
    assertThat(run(run, "run", "a=" + room.formatted(990), "b=" + room.formatted(991)))
        .as(run.err())
        .isZero();
    CapturedShell first = shell();
    firstStatus =
        run(
            first,
            "replay",
            "--into",
            "first",
            "--keep",
            "all",
            "--fail-on-difference",
            "--report",
            "first.json");
    assertThat(first.err()).doesNotContain("Exception");
    data = DataFolder.open(folder.resolve("data"), 1);
    broker = EmbeddedBroker.start(data, 0, Duration.ofDays(1));
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
    data.close();
  }

  @Test
  void shouldTellTheSameAgain() throws Exception {
    assertThat(firstStatus).isZero();
    JsonNode report = report("first.json");
    assertThat(report.path("difference").asBoolean()).isFalse();
    assertThat(report.path("copied").path("used").asInt()).isEqualTo(1500);
    assertThat(report.path("copied").path("markers").asInt()).isEqualTo(2);
    assertThat(report.path("events").path("counts").path("identical").asInt()).isGreaterThan(10);
    assertThat(report.path("events").path("edge").path("identical").asInt()).isZero();
    JsonNode captions = report.path("captions").path(0);
    assertThat(captions.path("pack").asString()).isEqualTo("room-captions");
    assertThat(captions.path("counts").path("identical").asInt()).isGreaterThan(3);

    // What the report says is so: record by record, in each camera's order.
    assertThat(told(FIRST + ".actions")).isEqualTo(told("afterimage.actions"));
    assertThat(told(FIRST + ".captions")).isEqualTo(told("afterimage.captions"));
  }

  @Test
  void shouldCopyTheRecordsAsTheyAre() throws Exception {
    List<ConsumerRecord<String, byte[]>> live = records("afterimage.frames");
    List<ConsumerRecord<String, byte[]>> copied = records(FIRST + ".frames");

    assertThat(copied).hasSameSizeAs(live);
    for (int i = 0; i < live.size(); i++) {
      assertThat(copied.get(i).partition()).isEqualTo(live.get(i).partition());
      assertThat(copied.get(i).timestamp()).isEqualTo(live.get(i).timestamp());
      assertThat(copied.get(i).key()).isEqualTo(live.get(i).key());
      assertThat(copied.get(i).value()).isEqualTo(live.get(i).value());
      assertThat(copied.get(i).headers()).isEqualTo(live.get(i).headers());
    }
  }

  @Test
  void shouldKeepWhatIsAskedFor() throws Exception {
    assertThat(topics())
        .contains(FIRST + ".frames", FIRST + "-topology-memory-changelog", FIRST + ".actions");
    CapturedShell shell = shell();
    assertThat(run(shell, "replay", "--into", "events", "--camera", "a")).as(shell.err()).isZero();
    assertThat(topics())
        .filteredOn(topic -> topic.contains("replay-events"))
        .containsExactlyInAnyOrder(
            "afterimage.replay-events.actions",
            "afterimage.replay-events.captions",
            "afterimage.replay-events.attention",
            "afterimage.replay-events.predictions",
            "afterimage.replay-events.dead-letters");
    assertThat(folder.resolve("data").resolve("replays")).isEmptyDirectory();
  }

  @Test
  void shouldRefuseANameThatIsTakenUnlessItIsToBeReplaced() throws Exception {
    CapturedShell first = shell();
    assertThat(run(first, "replay", "--into", "twice", "--camera", "a")).as(first.err()).isZero();
    CapturedShell second = shell();
    assertThat(run(second, "replay", "--into", "twice")).isEqualTo(2);
    assertThat(second.err())
        .contains("a replay into afterimage.replay-twice is there already")
        .contains("--replace");
    CapturedShell third = shell();
    assertThat(
            run(third, "replay", "--into", "twice", "--camera", "b", "--replace", "--keep", "none"))
        .as(third.err())
        .isZero();
    assertThat(topics()).noneMatch(topic -> topic.contains("replay-twice"));
  }

  @Test
  void shouldTellTheSameFromFeatures() throws Exception {
    CapturedShell shell = shell();
    int status =
        run(
            shell,
            "replay",
            "--of",
            "features",
            "--into",
            "features",
            "--fail-on-difference",
            "--report",
            "features.json");

    assertThat(status).as(shell.out() + shell.err()).isZero();
    JsonNode report = report("features.json");
    assertThat(report.path("copied").path("used").asInt()).isEqualTo(1500);
    assertThat(told("afterimage.replay-features.actions")).isEqualTo(told("afterimage.actions"));
    assertThat(told("afterimage.replay-features.captions")).isEqualTo(told("afterimage.captions"));
  }

  @Test
  void shouldReplayAPartAndTellItsEdgesApart() throws Exception {
    Instant from = timeOf("a", 250);
    CapturedShell shell = shell();
    int status =
        run(
            shell,
            "replay",
            "--from",
            from.toString(),
            "--camera",
            "a",
            "--edge",
            "15s",
            "--into",
            "part",
            "--report",
            "part.json");

    assertThat(status).as(shell.err()).isZero();
    JsonNode report = report("part.json");
    JsonNode epochs = report.path("copied").path("epochs");
    assertThat(epochs.size()).isEqualTo(1);
    assertThat(epochs.path(0).path("camera").asString()).isEqualTo("a");
    // Several frames may have been written in that millisecond.
    assertThat(epochs.path(0).path("first").path("seq").asLong()).isBetween(200L, 250L);
    assertThat(epochs.path(0).path("last").path("seq").asLong()).isEqualTo(749);
    assertThat(epochs.path(0).path("begins").asBoolean()).isFalse();
    assertThat(epochs.path(0).path("ends").asBoolean()).isTrue();
    // After the edge the memory has caught up, but for the last digits of its confidence.
    JsonNode counts = report.path("events").path("counts");
    assertThat(counts.path("identical").asInt() + counts.path("close").asInt()).isGreaterThan(3);
    assertThat(counts.path("missing").asInt() + counts.path("added").asInt()).isZero();
    assertThat(total(report.path("events").path("edge"))).isPositive();
  }

  @Test
  void shouldSeeWhatAnotherPackSaysOtherwise() throws Exception {
    long before = ends("afterimage.");
    Path pack = pack("room-activity", "min_duration_s: [0-9.]+", "min_duration_s: 2.0");
    CapturedShell shell = shell();
    int status =
        run(
            shell,
            "replay",
            "--pack",
            pack.toString(),
            "--into",
            "other",
            "--fail-on-difference",
            "--report",
            "other.json");

    assertThat(status).as(shell.err()).isEqualTo(9);
    assertThat(shell.out()).contains("there are differences").contains("only live");
    JsonNode report = report("other.json");
    JsonNode events = report.path("events");
    assertThat(events.path("same_pack").asBoolean()).isFalse();
    assertThat(events.path("counts").path("missing").asInt()).isPositive();
    long pairs = 0;
    for (JsonNode row : events.path("labels").values()) {
      pairs += row.path("matched").asLong();
      assertThat(row.path("agreement_s").asDouble())
          .isLessThanOrEqualTo(row.path("live_s").asDouble());
    }
    assertThat(pairs).isPositive();
    assertThat(told("afterimage.replay-other.actions")).isNotEqualTo(told("afterimage.actions"));
    assertThat(ends("afterimage.")).as("the live topics are only read").isEqualTo(before);
  }

  @Test
  void shouldSayThatFeaturesOfAnotherEncoderCannotBeRead() throws Exception {
    Path pack = pack("room-activity", "title:", "title:");
    byte[] graph = Files.readAllBytes(pack.resolve("encoder.onnx"));
    String before = sha256(graph);
    byte[] other = Arrays.copyOf(graph, graph.length + 1);
    Files.write(pack.resolve("encoder.onnx"), other);
    Path manifest = pack.resolve("pack.yaml");
    Files.writeString(manifest, Files.readString(manifest).replace(before, sha256(other)));
    CapturedShell shell = shell();

    assertThat(run(shell, "replay", "--of", "features", "--pack", pack.toString(), "--into", "no"))
        .isEqualTo(5);

    assertThat(shell.err()).contains("cannot read these features: another encoder made them");
    assertThat(topics()).noneMatch(topic -> topic.contains("replay-no"));
  }

  @Test
  void shouldSayThatThereIsNothingToReplay() {
    assertRefused("holds no records from 2030-01-01T00:00:00Z", "--from", "2030-01-01T00:00:00Z");
    assertRefused("no record of these cameras lies there", "--camera", "c");
    assertRefused("--into 'a-b' cannot name topics", "--into", "a-b");
    assertRefused("must be before --to", "--from", "1m", "--to", "2m");
    assertRefused("there is no topic other.frames to replay", "--topic-prefix", "other");
  }

  @Test
  void shouldSayThatNothingWasRecorded() {
    CapturedShell shell = shell();
    String none = folder.resolve("none").toString();
    String[] replay = {"replay", "--packs", PACKS.toString(), "--data", none};
    assertThat(new Cli(shell.shell(), Afterimage.class).run(replay)).isEqualTo(2);
    assertThat(shell.err()).startsWith("afterimage: nothing was recorded in " + none);
    assertThat(folder.resolve("none")).doesNotExist();
  }

  private static void assertRefused(String sentence, String... args) {
    CapturedShell shell = shell();
    assertThat(run(shell, "replay", args)).isEqualTo(2);
    assertThat(shell.err()).startsWith("afterimage: ").contains(sentence);
  }

  private static CapturedShell shell() {
    return new CapturedShell(folder, Map.of());
  }

  private static int run(CapturedShell shell, String command, String... args) {
    List<String> all = new ArrayList<>(List.of(command, "--packs", PACKS.toString()));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    all.addAll(List.of("--set", "broker.min_free=1MiB", "--set", "topics.partitions=3"));
    all.addAll(List.of(args));
    return new Cli(shell.shell(), Afterimage.class).run(all.toArray(String[]::new));
  }

  /**
   * A copy of a shipped pack with something else in its manifest, where an expression is found
   * first.
   */
  private static Path pack(String id, String before, String after) throws IOException {
    Path copy = Files.createDirectories(Files.createTempDirectory(folder, "packs").resolve(id));
    for (String file : List.of("encoder.onnx", "memory.onnx")) {
      Files.copy(PACKS.resolve(id).resolve(file), copy.resolve(file));
    }
    String manifest = Files.readString(PACKS.resolve(id).resolve("pack.yaml"));
    assertThat(manifest).containsPattern(before);
    Files.writeString(copy.resolve("pack.yaml"), manifest.replaceFirst(before, after));
    return copy;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static JsonNode report(String file) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(folder.resolve(file)));
  }

  private static long total(JsonNode counts) {
    return counts.valueStream().mapToLong(JsonNode::asLong).sum();
  }

  private static Set<String> topics() throws Exception {
    return admin.listTopics().names().get();
  }

  /** What a topic tells of each camera, without the latency, in order. */
  private static Map<String, List<JsonNode>> told(String topic) throws Exception {
    Map<String, List<JsonNode>> told = new TreeMap<>();
    for (ConsumerRecord<String, byte[]> record : records(topic)) {
      JsonNode json = JsonMapper.shared().readTree(record.value());
      ((ObjectNode) json).remove("latency_ms");
      told.computeIfAbsent(record.key(), key -> new ArrayList<>()).add(json);
    }
    return told;
  }

  /** When a frame of a camera was written. */
  private static Instant timeOf(String camera, long seq) throws Exception {
    for (ConsumerRecord<String, byte[]> record : records("afterimage.frames")) {
      String number = new String(record.headers().lastHeader("seq").value(), UTF_8);
      if (record.key().equals(camera) && number.equals(Long.toString(seq))) {
        return Instant.ofEpochMilli(record.timestamp());
      }
    }
    throw new AssertionError("no frame " + seq);
  }

  /** All committed records, by partition and in order. */
  private static List<ConsumerRecord<String, byte[]>> records(String topic) throws Exception {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrap(), "isolation.level", "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      for (int partition = 0; partition < 3; partition++) {
        TopicPartition one = new TopicPartition(topic, partition);
        consumer.assign(List.of(one));
        consumer.seekToBeginning(List.of(one));
        long end = consumer.endOffsets(List.of(one)).getOrDefault(one, 0L);
        while (consumer.position(one) < end) {
          consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
      }
    }
    return records;
  }

  /** The ends of all live topics together. */
  private static long ends(String prefix) throws Exception {
    long sum = 0;
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrap()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      for (String topic : topics()) {
        if (topic.startsWith(prefix) && !topic.contains("replay")) {
          List<TopicPartition> partitions =
              consumer.partitionsFor(topic).stream()
                  .map(info -> new TopicPartition(topic, info.partition()))
                  .toList();
          sum += consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
        }
      }
    }
    return sum;
  }
}
