package io.afterimage.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartTest {
  @ParameterizedTest
  @CsvSource({
    "afterimage-ingest-door, INGEST",
    "kafka-producer-network-thread | afterimage-ingest, INGEST",
    "afterimage-encode-1, INFERENCE",
    "kafka-producer-network-thread | afterimage-encode, INFERENCE",
    "afterimage-topology-5e0c-StreamThread-1, TOPOLOGY",
    "kafka-coordinator-heartbeat-thread | afterimage-topology, TOPOLOGY",
    "lab-topology-5e0c-StreamThread-2, TOPOLOGY",
    "afterimage-captioning-5e0c-StreamThread-1, CAPTIONING",
    "afterimage-event-tail, READER",
    "data-plane-kafka-request-handler-0, BROKER"
  })
  void shouldTellByItsNameWhatAThreadWorksFor(String thread, Part part) {
    assertThat(Part.of(thread)).isEqualTo(part);
  }

  @Test
  void shouldCountAllThatTheProcessHasUsed() {
    Map<Part, Long> usage = Part.usage(1_000_000_000_000L);

    assertThat(usage.get(Part.BROKER)).as("this test's thread").isPositive();
    assertThat(usage.values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(1_000_000_000_000L);
  }
}
