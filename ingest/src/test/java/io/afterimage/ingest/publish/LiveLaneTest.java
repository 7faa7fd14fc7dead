package io.afterimage.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.CameraId;
import io.afterimage.ingest.FrameSink;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class LiveLaneTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MockProducer<String, byte[]> producer =
      new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
  private final CameraMetrics metrics = new CameraMetrics(registry, new CameraId("front"));
  private final LiveLane lane =
      new LiveLane(new FrameSender(FrameSink.into(producer), metrics), metrics, 2, Runnable::run);

  @Test
  void shouldKeepOnlyTheNewestFrameWhileKafkaIsBehind() {
    frames(0, 1, 2, 3, 4);
    assertThat(sent()).containsExactly(0, 1);
    assertThat(lane.isBehind()).isTrue();
    assertThat(count("dropped_slot")).isEqualTo(2);

    producer.completeNext();
    assertThat(sent()).containsExactly(0, 1, 4);

    producer.completeNext();
    producer.completeNext();
    frames(5);
    assertThat(sent()).containsExactly(0, 1, 4, 5);
    assertThat(count("dropped_slot")).isEqualTo(2);
    assertThat(count("published")).isEqualTo(3);
  }

  @Test
  void shouldSendAMarkerBehindTheFrameThatWaits() {
    frames(0, 1, 2);
    lane.marker(record(99));
    assertThat(sent()).containsExactly(0, 1, 2, 99);
    assertThat(count("dropped_slot")).isZero();
  }

  @Test
  void shouldGoOnAfterKafkaRefusedFrames() {
    frames(0, 1, 2);
    producer.errorNext(new TimeoutException("away"));
    producer.errorNext(new TimeoutException("away"));
    assertThat(count("publish_failed")).isEqualTo(2);
    assertThat(sent()).containsExactly(0, 1, 2);
    frames(3);
    assertThat(sent()).containsExactly(0, 1, 2, 3);
  }

  private void frames(int... numbers) {
    for (int number : numbers) {
      lane.frame(() -> record(number));
    }
  }

  private static ProducerRecord<String, byte[]> record(int number) {
    return new ProducerRecord<>("frames", "front", new byte[] {(byte) number});
  }

  private List<Integer> sent() {
    return producer.history().stream().map(record -> (int) record.value()[0]).toList();
  }

  private double count(String outcome) {
    return registry
        .counter("afterimage.ingest.frames", "camera", "front", "outcome", outcome)
        .count();
  }
}
