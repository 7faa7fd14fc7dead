package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.afterimage.contract.Topics;
import io.afterimage.topology.TopologyException.Code;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.HeardFault;
import io.afterimage.topology.fixture.KafkaNode;
import io.afterimage.topology.fixture.TestPack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyRunnerTest {
  private static final Map<String, Object> NOWHERE = Map.of("bootstrap.servers", "127.0.0.1:1");

  @TempDir Path folder;

  private static AfterimageTopology topology() {
    return new AfterimageTopology(
        TopologySettings.of(new Topics("runner")),
        TestPack.pack(),
        () -> new FakeModel(0),
        new SimpleMeterRegistry(),
        Clock.systemUTC());
  }

  private TopologyRunner runner() {
    return new TopologyRunner(
        RunnerSettings.of("runner", folder, NOWHERE), topology(), TopologyListener.SILENT);
  }

  @Test
  void shouldNameEverything() {
    assertThat(topology().build().describe().toString())
        .contains("Source: features (topics: [runner.features])")
        .contains("Processor: memory (stores: [memory])")
        .contains("Sink: sink-actions (topic: runner.actions)")
        .contains("Sink: sink-predictions (topic: runner.predictions)")
        .contains("Sink: sink-dead-letters (topic: runner.dead-letters)")
        .doesNotContain("KSTREAM");
  }

  @Test
  void shouldNameEverythingOfTheWindowsAndReadAsksOnlyForThem() {
    TopologySettings settings = TopologySettings.of(new Topics("runner"));
    String described =
        new AfterimageTopology(
                settings.withCaptions(List.of(TestPack.captions(4, 0, 0))),
                TestPack.pack(),
                () -> new FakeModel(0),
                new SimpleMeterRegistry(),
                Clock.systemUTC())
            .build()
            .describe()
            .toString();
    assertThat(described)
        .contains("Source: caption-asks (topics: [runner.caption-asks])")
        .containsPattern(
            "Processor: windows \\(stores: \\[(windows, window-slots|window-slots, windows)]\\)")
        .contains("Sink: sink-caption-requests (topic: runner.caption-requests)")
        .doesNotContain("KSTREAM");
    assertThat(topology().build().describe().toString()).doesNotContain("caption-asks");
  }

  @Test
  void shouldSayThatAnotherHoldsTheStateFolder() {
    try (TopologyRunner first = runner()) {
      assertThatExceptionOfType(TopologyException.class)
          .isThrownBy(this::runner)
          .withMessageContaining(folder.toString())
          .withMessageContaining("another process may hold it")
          .extracting(TopologyException::code)
          .isEqualTo(Code.STATE_DIR);
      assertThat(first.state()).isEqualTo(KafkaStreams.State.CREATED);
    }
  }

  @Test
  void shouldSayThatTheStateFolderIsNone() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatExceptionOfType(TopologyException.class)
        .isThrownBy(
            () ->
                new TopologyRunner(
                    RunnerSettings.of("runner", file, NOWHERE),
                    topology(),
                    TopologyListener.SILENT))
        .extracting(TopologyException::code)
        .isEqualTo(Code.STATE_DIR);
  }

  @Test
  void shouldSayWhatIsWrongWithASetting() {
    assertThatExceptionOfType(TopologyException.class)
        .isThrownBy(() -> new RunnerSettings("a", folder, 0, Delivery.EXACTLY_ONCE, -1, 0, NOWHERE))
        .withMessage(
            "threads must be at least 1 (not 0), standby replicas at least 0 (not -1), replication factor at least 1 or -1 (not 0)");
    assertThatExceptionOfType(TopologyException.class)
        .isThrownBy(() -> new TopologySettings(new Topics("a"), true, Duration.ofSeconds(-1)))
        .extracting(TopologyException::code)
        .isEqualTo(Code.BAD_SETTING);
    assertThatExceptionOfType(TopologyException.class)
        .isThrownBy(
            () ->
                new TopologyRunner(
                    RunnerSettings.of("runner", folder, Map.of()),
                    topology(),
                    TopologyListener.SILENT))
        .withMessageContaining("bootstrap.servers")
        .extracting(TopologyException::code)
        .isEqualTo(Code.BAD_SETTING);
  }

  @Test
  void shouldSayThatBrokersAreNotThereAndStillClose() throws Exception {
    TopologyRunner runner = runner();
    try (runner) {
      runner.start();
      assertThatExceptionOfType(TopologyException.class)
          .isThrownBy(() -> runner.awaitRunning(Duration.ofMillis(200)))
          .withMessageContaining("'runner' is ")
          .extracting(TopologyException::code)
          .isEqualTo(Code.NOT_RUNNING);
    }
    assertThat(runner.state()).isEqualTo(KafkaStreams.State.NOT_RUNNING);
  }

  @Test
  void shouldStopWithASentenceIfItsTopicIsMissing() throws Exception {
    HeardFault fault = new HeardFault();
    try (KafkaNode node = KafkaNode.start(folder.resolve("broker"));
        TopologyRunner runner =
            new TopologyRunner(
                RunnerSettings.of(
                    "runner",
                    folder.resolve("state"),
                    Map.of("bootstrap.servers", node.bootstrap())),
                topology(),
                fault)) {
      runner.start();
      assertThat(fault.await().code()).isEqualTo(Code.TOPICS);
      assertThatExceptionOfType(TopologyException.class)
          .isThrownBy(() -> runner.awaitRunning(Duration.ofSeconds(60)))
          .withMessage(
              "a topic that the topology reads is gone; create the topics again and restart it");
    }
  }
}
