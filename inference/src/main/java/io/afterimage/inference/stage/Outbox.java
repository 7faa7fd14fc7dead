package io.afterimage.inference.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.Topics;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.inference.InferenceException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Makes the records that the stage publishes. Thread-safe. */
final class Outbox {
  private static final int MAX_TEXT = 1_000;

  private final Topics topics;
  private final Clock clock;
  private final EncodeMetrics metrics;

  Outbox(Topics topics, Clock clock, EncodeMetrics metrics) {
    this.topics = topics;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** A feature or marker under the key of the record that it comes from. */
  ProducerRecord<byte[], byte[]> feature(
      ConsumerRecord<byte[], byte[]> from, FeatureRecord feature) {
    return new ProducerRecord<>(topics.features(), from.key(), FeatureCodec.write(feature));
  }

  /** A reference to a record that cannot be used, counted by cause. */
  ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<byte[], byte[]> from, Exception e) {
    String cause = cause(e);
    metrics.deadLetter(cause);
    byte[] value = from.value() == null ? new byte[0] : from.value();
    DeadLetter letter =
        new DeadLetter(
            clock.instant(),
            "encode",
            cause,
            shortened(String.valueOf(e.getMessage())),
            from.topic(),
            from.partition(),
            from.offset(),
            text(key(from)),
            value.length,
            sha256(value));
    return new ProducerRecord<>(topics.deadLetters(), key(from), EventJson.write(letter));
  }

  private static String cause(Exception e) {
    if (e instanceof ContractException contract) {
      return contract.code().name().toLowerCase(Locale.ROOT);
    }
    if (e instanceof InferenceException inference) {
      return inference.code().name().toLowerCase(Locale.ROOT);
    }
    return "rejected";
  }

  /** A dead letter must not itself be too large to be sent. */
  private static byte @Nullable [] key(ConsumerRecord<byte[], byte[]> from) {
    return from.key() == null || from.key().length > MAX_TEXT ? null : from.key();
  }

  private static String shortened(String message) {
    return message.length() > MAX_TEXT ? message.substring(0, MAX_TEXT) + "…" : message;
  }

  private static @Nullable String text(byte @Nullable [] key) {
    if (key == null) {
      return null;
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static String sha256(byte[] value) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
