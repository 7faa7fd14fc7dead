package io.afterimage.app.replay;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.kafka.StretchReader;
import io.afterimage.app.kafka.StretchReader.Pulse;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Copies records byte for byte, key, value, headers and time, each to the partition of the same
 * number, in order. One use for each object.
 */
final class LogCopy {
  /** As large as ingest writes. */
  private static final int LARGEST_RECORD = 16 << 20;

  private static final int BATCH = 256 << 10;

  private final KafkaAccess kafka;
  private final Set<String> cameras;
  private final AtomicReference<@Nullable Exception> refused = new AtomicReference<>();

  /**
   * @param kafka how to reach the brokers
   * @param cameras the cameras; empty: all
   */
  LogCopy(KafkaAccess kafka, Set<String> cameras) {
    this.kafka = kafka;
    this.cameras = cameras;
  }

  /**
   * Copies.
   *
   * @param from what
   * @param to the topic that takes it
   * @param taker sees each record that is copied
   * @param pulse looked at between reads
   * @throws AppException {@link Code#KAFKA} if a record cannot be read or written
   * @throws InterruptedException if the pulse or the thread is asked to stop
   */
  void copy(Recording from, String to, Consumer<ConsumerRecord<byte[], byte[]>> taker, Pulse pulse)
      throws InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      new StretchReader(kafka)
          .read(
              from.stretches(),
              record -> {
                if (cameras.isEmpty() || cameras.contains(CopyTally.camera(record.key()))) {
                  Future<RecordMetadata> unused =
                      producer.send(same(record, to), (sent, error) -> note(error));
                  taker.accept(record);
                }
              },
              () -> {
                requireAccepted(to);
                pulse.check();
              });
      producer.flush();
      requireAccepted(to);
    } catch (KafkaException e) {
      throw refusal(to, e);
    }
  }

  private static ProducerRecord<byte[], byte[]> same(
      ConsumerRecord<byte[], byte[]> record, String topic) {
    return new ProducerRecord<>(
        topic,
        record.partition(),
        record.timestamp() < 0 ? null : record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }

  private void note(@Nullable Exception error) {
    if (error != null) {
      refused.compareAndSet(null, error);
    }
  }

  private void requireAccepted(String topic) {
    Exception error = refused.get();
    if (error != null) {
      throw refusal(topic, error);
    }
  }

  private static AppException refusal(String topic, Exception error) {
    return new AppException(
        Code.KAFKA,
        "topic %s does not take the copy: %s".formatted(topic, error.getMessage()),
        error);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> config = new HashMap<>(kafka.properties());
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "afterimage-replay-copy");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // One request at a time: where a fresh partition refuses a producer's first request and takes
    // its second, the order is lost and the first is retried in vain for ever (Kafka 4.3).
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
