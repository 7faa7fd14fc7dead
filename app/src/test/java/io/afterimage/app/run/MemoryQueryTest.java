package io.afterimage.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.app.cli.CapturedShell;
import io.afterimage.app.cli.Cli;
import io.afterimage.app.command.Afterimage;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.ConfigLoader;
import io.afterimage.app.config.Setting;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.kafka.TopicAdmin;
import io.afterimage.app.live.Part;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.contract.CameraId;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.instance.Instance;
import io.afterimage.contract.instance.InstanceAddress;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.ingest.IngestListener;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.SourceSpec;
import io.afterimage.topology.query.MemoryList;
import io.afterimage.topology.query.MemorySummary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Memories that two instances share, as the command line sees them. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class MemoryQueryTest {
  private static final Path PACKS = Path.of("..", "packs").toAbsolutePath();
  private static final List<String> CAMERAS = List.of("a", "b", "c", "d", "e", "f");
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String TOKEN = "a-token-that-nobody-guesses";

  @TempDir private Path folder;
  private String cluster = "";

  /** What a command printed, and how it ended. */
  private record Ran(int status, String out, String err) {}

  @Test
  void shouldAnswerForAllInstancesWhicheverIsAsked() throws Exception {
    AfterimageConfig config = config();
    try (DataFolder data = DataFolder.open(folder.resolve("broker"), 1);
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      cluster = broker.bootstrap();
      KafkaAccess kafka = KafkaAccess.of(config.kafka(), cluster);
      try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
        admin.prepare(config.topics());
      }
      RoleSettings settings = new RoleSettings(config, kafka, packs());
      try (Roles feeders = roles(settings);
          Roles two = roles(settings)) {
        Roles one = roles(settings);
        one.startTopology(folder.resolve("state-1"));
        two.startTopology(folder.resolve("state-2"));
        feeders.startInference();
        feeders.startIngest(sources(), new IngestListener() {});
        Set<String> instances = awaitSpread();

        shouldListAndShowThroughEither(instances);
        shouldPassOverADeadInstance(config);
        shouldAskForTheToken();
        shouldSayThatACameraIsUnknown();

        shouldForgetOneCameraAndNoOther(config);
        shouldTellThatALiveCameraIsRememberedAnew();

        one.close();
        shouldLeaveAllToTheOther(instances);
      }
    }
  }

  /**
   * Waits until both instances have memories, those of files are over, and the live one goes on.
   */
  private Set<String> awaitSpread() {
    MemoryList list = await(this::isSpread);
    return instances(list);
  }

  private boolean isSpread(MemoryList list) {
    long ended = list.memories().stream().filter(m -> m.state().equals("ended")).count();
    long live =
        list.memories().stream().filter(m -> m.state().equals("live") && m.seq() > 3).count();
    return instances(list).size() == 2 && ended == CAMERAS.size() && live == 1;
  }

  private static Set<String> instances(MemoryList list) {
    return list.partitions().stream()
        .map(where -> String.valueOf(where.instance()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void shouldListAndShowThroughEither(Set<String> instances) {
    List<String> all = new ArrayList<>(CAMERAS);
    all.add("live");
    for (String instance : instances) {
      Ran listed = run("memory", "list", "--instance", instance, token());
      assertThat(listed.status()).isZero();
      assertThat(listed.out().lines()).hasSize(1 + all.size());
      assertThat(listed.out().lines().skip(1))
          .extracting(line -> line.substring(0, line.indexOf(' ')))
          .isEqualTo(all);
      for (String camera : all) {
        Ran shown = run("memory", "show", camera, "--instance", instance, token());
        assertThat(shown.status()).as(shown.err()).isZero();
        assertThat(shown.out()).startsWith(camera + "\n").contains("room-activity ", "store");
      }
    }
    Ran live = run("memory", "show", "live", "--values", "--kafka", cluster, token());
    assertThat(live.out()).contains("state       live", "TENSOR", "reference of", " =\n");
    Ran json = run("memory", "show", "live", "--json", "--kafka", cluster, token());
    assertThat(json.out()).startsWith("{\"memory\":{\"camera\":\"live\"").contains("\"hidden\":[{");
  }

  private void shouldPassOverADeadInstance(AfterimageConfig config) throws Exception {
    InstanceAddress nobody = new InstanceAddress("127.0.0.1", freePort());
    Instant later = Instant.now().plusSeconds(3600);
    Instance dead =
        new Instance(nobody, List.of("afterimage-topology"), List.of(), "0", later, later);
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", cluster),
            new StringSerializer(),
            new ByteArraySerializer())) {
      String topic = config.topics().names().instances();
      producer.send(new ProducerRecord<>(topic, nobody + "", EventJson.write(dead))).get();
    }
    assertThat(list().memories()).hasSize(CAMERAS.size() + 1);
    Ran named = run("memory", "list", "--instance", nobody.toString(), "--wait", "0s", token());
    assertThat(named.status()).isEqualTo(7);
    assertThat(named.err()).contains("answers at [" + nobody + "]");
  }

  private void shouldAskForTheToken() {
    for (String shown : List.of("", "topology.query_token=another-token-of-someone")) {
      Ran refused =
          shown.isEmpty()
              ? run("memory", "list", "--kafka", cluster)
              : run("memory", "list", "--kafka", cluster, "--set", shown);
      assertThat(refused.status()).isEqualTo(7);
      assertThat(refused.err().lines()).hasSize(1);
      assertThat(refused.err()).contains("wants the token", "topology.query_token");
      assertThat(refused.err() + refused.out()).doesNotContain(TOKEN);
    }
  }

  private void shouldSayThatACameraIsUnknown() {
    Ran unknown = run("memory", "show", "nobody", "--kafka", cluster, token());
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.out()).isEmpty();
    assertThat(unknown.err())
        .isEqualToNormalizingNewlines(
            "afterimage: there is no memory of camera 'nobody': 'afterimage memory list' tells which there are\n");
  }

  private void shouldForgetOneCameraAndNoOther(AfterimageConfig config) {
    String prefix = config.topics().prefix();
    Ran asked = run("memory", "forget", "f", "--kafka", cluster, token());
    assertThat(asked.status()).as("without an answer nothing is done").isEqualTo(2);
    assertThat(list().memories()).hasSize(CAMERAS.size() + 1);

    Ran forgot = run("memory", "forget", "f", "--yes", "--topics", "--kafka", cluster, token());

    assertThat(forgot.status()).as(forgot.err()).isZero();
    assertThat(forgot.out())
        .contains("camera 'f' is forgotten by " + prefix + "-topology")
        .contains(prefix + ".frames: deleted up to offset")
        .contains("no topic holds a record of camera 'f' any more")
        .contains(prefix + ".epochs keeps one number");
    assertThat(list().memories())
        .extracting(MemorySummary::camera)
        .containsExactly("a", "b", "c", "d", "e", "live");
    Ran again = run("memory", "forget", "f", "--yes", "--kafka", cluster, token());
    assertThat(again.status()).isEqualTo(2);
    assertThat(again.err().lines()).hasSize(1);
    assertThat(again.err()).contains("nothing is kept of camera 'f'");
  }

  private void shouldTellThatALiveCameraIsRememberedAnew() throws Exception {
    Ran forgot = run("memory", "forget", "live", "--yes", "--kafka", cluster, token());
    assertThat(forgot.status()).as(forgot.err()).isZero();
    assertThat(forgot.out()).contains("may still send frames", ".actions", "still holds");
    await(list -> list.memories().stream().anyMatch(memory -> memory.camera().equals("live")));
  }

  private void shouldLeaveAllToTheOther(Set<String> before) {
    MemoryList all = await(list -> list.missing().isEmpty() && owners(list).size() == 1);
    assertThat(before).containsAll(owners(all));
    assertThat(all.memories())
        .extracting(MemorySummary::camera)
        .containsExactly("a", "b", "c", "d", "e", "live");
  }

  private static Set<String> owners(MemoryList list) {
    return list.memories().stream()
        .map(memory -> String.valueOf(memory.where().instance()))
        .collect(Collectors.toSet());
  }

  /** The first list of memories that is as it shall be. */
  private MemoryList await(Predicate<MemoryList> met) {
    return Awaitility.await().atMost(PATIENCE).until(this::list, met);
  }

  private MemoryList list() {
    Ran ran = run("memory", "list", "--json", "--kafka", cluster, token());
    return EventJson.read(ran.out().getBytes(StandardCharsets.UTF_8), MemoryList.class);
  }

  private static String token() {
    return "--set=topology.query_token=" + TOKEN;
  }

  private Ran run(String... arguments) {
    CapturedShell shell = new CapturedShell(folder, Map.of());
    List<String> patient = new ArrayList<>(List.of(arguments));
    if (!patient.contains("--wait")) {
      patient.addAll(List.of("--wait", "60s"));
    }
    int status = new Cli(shell.shell(), Afterimage.class).run(patient.toArray(String[]::new));
    return new Ran(status, shell.out(), shell.err());
  }

  private static Roles roles(RoleSettings settings) {
    return new Roles(
        settings, EnumSet.allOf(Part.class), new SimpleMeterRegistry(), sentence -> {});
  }

  private static PackChoice packs() {
    return new PackChoice(PackLoader.load(PACKS.resolve("room-activity")), List.of());
  }

  private static List<SourceSpec> sources() {
    return Stream.concat(
            CAMERAS.stream().map(camera -> source(camera, "&duration=2s")),
            Stream.of(source("live", "")))
        .toList();
  }

  private static SourceSpec source(String camera, String more) {
    String address = "sim:room?seed=5&fps=25&size=160x120" + more;
    return new SourceSpec(new CameraId(camera), SourceAddress.parse(address));
  }

  private static int freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private AfterimageConfig config() {
    List<Setting> settings =
        List.of(
            new Setting("topics.partitions", "4", "test"),
            new Setting("topology.threads", "1", "test"),
            new Setting("topology.query_token", TOKEN, "test"),
            new Setting("inference.workers", "1", "test"));
    return new ConfigLoader(folder, Map.of()).load(null, settings);
  }
}
