package io.afterimage.inference.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.record.TimestampType;

/** A record of frames that was passed in memory, and who is to be told of its fate, once. */
final class PassedRecord {
  /** It lies in no topic. */
  private static final int NOWHERE = -1;

  private final String camera;
  private final ConsumerRecord<byte[], byte[]> record;
  private final Callback sender;
  private final AtomicBoolean told = new AtomicBoolean();

  /**
   * @param sent its arrays are now this object's
   * @param nowMs milliseconds since 1970
   * @param sender told without metadata, since there is no offset
   */
  PassedRecord(ProducerRecord<String, byte[]> sent, long nowMs, Callback sender) {
    camera = sent.key();
    byte[] key = camera.getBytes(UTF_8);
    byte[] value = sent.value();
    record =
        new ConsumerRecord<>(
            sent.topic(),
            NOWHERE,
            NOWHERE,
            nowMs,
            TimestampType.CREATE_TIME,
            key.length,
            value.length,
            key,
            value,
            sent.headers(),
            Optional.empty());
    this.sender = sender;
  }

  String camera() {
    return camera;
  }

  ConsumerRecord<byte[], byte[]> record() {
    return record;
  }

  /** What came of it is in Kafka. */
  void published() {
    if (told.compareAndSet(false, true)) {
      sender.onCompletion(null, null);
    }
  }

  /** Nothing comes of it. */
  void lost(KafkaException why) {
    if (told.compareAndSet(false, true)) {
      sender.onCompletion(null, why);
    }
  }
}
