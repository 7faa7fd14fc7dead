package io.afterimage.topology.stage;

import io.afterimage.contract.CloudEvent;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way out: what to write, and where.
 *
 * @param sink where it goes
 * @param event a {@link Removed} where nothing is to be left under the key; else an {@code
 *     ActionRecord}, a {@code PredictionRecord}, a {@code CaptionRequestRecord}, a {@code
 *     CaptionRecord}, an {@code AttentionEvent}, a {@code DeadLetter}, a {@code CameraStatus}; or,
 *     for the windows, a {@code Moment} or an {@code Ask}
 */
public record Output(Sink sink, Object event) {
  /** Where a record goes. */
  public enum Sink {
    /** Events for people downstream, and markers. */
    ACTIONS,
    /** Scores of each frame, and markers. */
    PREDICTIONS,
    /** Windows of frames that are to be put into words, and markers. */
    CAPTION_REQUESTS,
    /** What happened, in words, and markers. */
    CAPTIONS,
    /** What was looked at for each word and for each event's start, and end markers. */
    ATTENTION,
    /** How cameras fare. */
    CAMERA_STATUS,
    /** Letters about records that could not be used. */
    DEAD_LETTERS,
    /** The windows of the same task; in no topic. */
    WINDOWS
  }

  /** Nothing: what lay in a compacted topic under the key is removed. */
  public record Removed() {}

  /**
   * The record that goes out.
   *
   * @param key the camera's id, or what stood in its place
   * @param at the record's time, milliseconds since 1970
   */
  public Record<String, Output> under(@Nullable String key, long at) {
    return new Record<>(key, this, at, new RecordHeaders());
  }

  /** The record that goes out, with these attributes in its headers. */
  public Record<String, Output> under(String key, long at, CloudEvent attributes) {
    Record<String, Output> record = under(key, at);
    attributes.writeTo(record.headers());
    return record;
  }

  /** Whether it goes there. */
  public boolean goesTo(Sink sink) {
    return this.sink == sink;
  }
}
