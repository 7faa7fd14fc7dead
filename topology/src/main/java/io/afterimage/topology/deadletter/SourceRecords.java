package io.afterimage.topology.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.letter.RecordBytes;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The record that a stage has at hand, as it lies in its topic. Stateless and thread-safe. */
public final class SourceRecords {
  private SourceRecords() {}

  /**
   * The record of a processor.
   *
   * @param at where it lies, if it lies anywhere
   * @param record it, as it was read
   * @param value its value's bytes
   */
  public static RecordBytes of(
      Optional<RecordMetadata> at, Record<String, ?> record, byte @Nullable [] value) {
    // Keys that are no text were refused when they were read: these bytes are the key's own.
    byte[] key = record.key() == null ? null : record.key().getBytes(UTF_8);
    return new RecordBytes(
        at.map(RecordMetadata::topic).orElse(""),
        at.map(RecordMetadata::partition).orElse(-1),
        at.map(RecordMetadata::offset).orElse(-1L),
        record.timestamp(),
        record.headers(),
        key,
        value);
  }

  static RecordBytes of(ConsumerRecord<byte[], byte[]> record) {
    return new RecordBytes(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.headers(),
        record.key(),
        record.value());
  }

  /** The record of a handler; nowhere if the clock was at work. */
  static RecordBytes of(ErrorHandlerContext context) {
    boolean record = context.topic() != null;
    return new RecordBytes(
        record ? context.topic() : "",
        record ? context.partition() : -1,
        record ? context.offset() : -1,
        context.timestamp(),
        context.headers() == null ? new RecordHeaders() : context.headers(),
        context.sourceRawKey(),
        context.sourceRawValue());
  }
}
