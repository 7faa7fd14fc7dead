package io.afterimage.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.afterimage.contract.CameraId;
import io.afterimage.ingest.CreditSettings;
import io.afterimage.ingest.FrameSink;
import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.credit.Credits;
import io.afterimage.ingest.stream.CallDeadline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class FileLaneTest {
  private static final int CREDIT = 3;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CameraMetrics metrics = new CameraMetrics(registry, new CameraId("front"));
  private final FullProducer producer = new FullProducer();
  private final Credits credits =
      new Credits(new CreditSettings("i", "t", CREDIT, 100), Duration.ofMillis(50));

  @Test
  void shouldTryAgainWhileTheProducerIsFull() {
    try (CallDeadline stop = new CallDeadline()) {
      FileLane lane = lane(stop);
      producer.refusals = 3;
      lane.frame(() -> record(1));
      assertThat(producer.refusals).isZero();
      assertThat(producer.history()).hasSize(1);
      assertThat(
              registry
                  .counter(
                      "afterimage.ingest.frames", "camera", "front", "outcome", "publish_failed")
                  .count())
          .isZero();
    }
  }

  @Test
  void shouldEndTheFileWhereAFrameIsLost() {
    try (CallDeadline stop = new CallDeadline()) {
      FileLane lane = lane(stop);
      lane.frame(() -> record(1));
      producer.errorNext(new TimeoutException("expired"));
      IngestException failure =
          catchThrowableOfType(IngestException.class, () -> lane.frame(() -> record(2)));
      assertThat(failure.code()).isEqualTo(Code.BROKER);
      assertThat(failure).hasMessageContaining("read the file again");
    }
  }

  @Test
  void shouldStopWhereItWaitsForCredit() {
    try (CallDeadline stop = new CallDeadline()) {
      FileLane lane = lane(stop);
      for (int i = 0; i < CREDIT; i++) {
        int number = i;
        lane.frame(() -> record(number));
      }
      stop.cancel();
      IngestException failure =
          catchThrowableOfType(IngestException.class, () -> lane.frame(() -> record(9)));
      assertThat(failure.code()).isEqualTo(Code.CLOSED);
      assertThat(producer.history()).hasSize(CREDIT);
    }
  }

  private FileLane lane(CallDeadline stop) {
    Credits.Account account = credits.account(0, sentence -> {});
    credits.update(0, new Credits.Progress(0, 0, 0, 0));
    return new FileLane(new FrameSender(FrameSink.into(producer), metrics), account, stop);
  }

  private static ProducerRecord<String, byte[]> record(int number) {
    return new ProducerRecord<>("frames", "front", new byte[] {(byte) number});
  }

  /** Refuses records as a producer does whose buffer stays full: by calling back at once. */
  private static final class FullProducer extends MockProducer<String, byte[]> {
    private int refusals;

    FullProducer() {
      super(false, null, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<String, byte[]> record, Callback callback) {
      if (refusals == 0) {
        return super.send(record, callback);
      }
      refusals--;
      TimeoutException full = new TimeoutException("no room");
      callback.onCompletion(null, full);
      return CompletableFuture.failedFuture(full);
    }
  }
}
