package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.Topics;
import io.afterimage.topology.ahead.PollWatch;
import io.afterimage.topology.delivery.CommitPace;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.TestPack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {
  private static Properties settings(Delivery delivery, Map<String, Object> kafka) {
    AfterimageTopology topology =
        new AfterimageTopology(
            TopologySettings.of(new Topics("settings")),
            TestPack.pack(),
            () -> new FakeModel(0),
            new SimpleMeterRegistry(),
            Clock.systemUTC());
    return StreamsSettings.of(
        new RunnerSettings("settings", Path.of("unused"), 1, delivery, 0, -1, kafka), topology);
  }

  @Test
  void shouldCommitWhatIsNewSoonerThanABacklogWhereItsEventsWaitForThat() {
    for (Delivery delivery : Delivery.values()) {
      assertThat(settings(delivery, Map.of()))
          .containsEntry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1000);
    }
    assertThat(settings(Delivery.EXACTLY_ONCE, Map.of()).get(CommitPace.CONFIG))
        .asInstanceOf(InstanceOfAssertFactories.DURATION)
        .isLessThan(Duration.ofSeconds(1));
    assertThat(settings(Delivery.LOW_LATENCY, Map.of())).doesNotContainKey(CommitPace.CONFIG);
  }

  @Test
  void shouldCommitAtTheIntervalAloneThatIsToldOnPurpose() {
    Properties config = settings(Delivery.EXACTLY_ONCE, Map.of("commit.interval.ms", "7000"));
    assertThat(config)
        .containsEntry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "7000")
        .doesNotContainKey(CommitPace.CONFIG);
  }

  @Test
  void shouldWatchPollsBesideTheInterceptorsThatAreTold() {
    String own = PollWatch.class.getName();
    assertThat(settings(Delivery.LOW_LATENCY, Map.of()))
        .containsEntry("main.consumer.interceptor.classes", own);
    for (String key : List.of("interceptor.classes", "consumer.interceptor.classes")) {
      assertThat(settings(Delivery.LOW_LATENCY, Map.of(key, "org.example.Told")))
          .containsEntry("main.consumer.interceptor.classes", "org.example.Told," + own);
    }
  }
}
