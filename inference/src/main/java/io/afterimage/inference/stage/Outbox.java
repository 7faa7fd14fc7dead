package io.afterimage.inference.stage;

import io.afterimage.contract.Topics;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.letter.LetterWriter;
import io.afterimage.contract.letter.RecordBytes;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** Makes the records that the stage publishes. Thread-safe. */
final class Outbox {
  private final Topics topics;
  private final LetterWriter letters;
  private final EncodeMetrics metrics;

  Outbox(Topics topics, LetterWriter letters, EncodeMetrics metrics) {
    this.topics = topics;
    this.letters = letters;
    this.metrics = metrics;
  }

  /** A feature or marker under the key of the record that it comes from. */
  ProducerRecord<byte[], byte[]> feature(
      ConsumerRecord<byte[], byte[]> from, FeatureRecord feature) {
    return new ProducerRecord<>(topics.features(), from.key(), FeatureCodec.write(feature));
  }

  /** The letter about a record that cannot be used, counted by cause. */
  ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<byte[], byte[]> from, Exception e) {
    String cause = cause(e);
    metrics.deadLetter(cause);
    RecordBytes record =
        new RecordBytes(
            from.topic(),
            from.partition(),
            from.offset(),
            from.timestamp(),
            from.headers(),
            from.key(),
            from.value());
    return new ProducerRecord<>(
        topics.deadLetters(),
        LetterWriter.letterKey(from.key()),
        EventJson.write(letters.write(record, cause, e)));
  }

  /**
   * What to send instead of a record that Kafka finds too large: a letter about its frame; and
   * instead of a letter one that holds nothing of the frame's pixels.
   *
   * @return null if that letter is refused too: then it is lost, and counted so
   */
  @Nullable ProducerRecord<byte[], byte[]> instead(Slot slot, Exception e) {
    ProducerRecord<byte[], byte[]> refused = slot.outgoing();
    if (refused == null || !refused.topic().equals(topics.deadLetters())) {
      return deadLetter(slot.record(), e);
    }
    DeadLetter letter = EventJson.read(refused.value(), DeadLetter.class);
    DeadLetter bare = letter.withoutPayload();
    if (!bare.equals(letter)) {
      return new ProducerRecord<>(refused.topic(), refused.key(), EventJson.write(bare));
    }
    metrics.letterLost();
    return null;
  }

  private static String cause(Exception e) {
    return LetterWriter.cause(e, e instanceof RecordTooLargeException ? "rejected" : "failed");
  }
}
