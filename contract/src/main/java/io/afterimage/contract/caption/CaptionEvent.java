package io.afterimage.contract.caption;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.afterimage.contract.CloudEvent;
import io.afterimage.contract.WireName;
import io.afterimage.contract.event.EventRecord;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.PackRef;
import java.util.List;

/**
 * What happened in front of a camera, in words.
 *
 * @param id the request's id, the same in every replay
 * @param camera the camera's id
 * @param epoch the camera's epoch
 * @param reason why these frames were put into words
 * @param text the sentence
 * @param words the vocabulary's words that it is made of, in order
 * @param score mean log-probability of a word, at most 0
 * @param start the window's first frame
 * @param end the window's last frame
 * @param pack which pack spoke
 * @param decoding how the words were chosen
 * @param latencyMs where the time went
 */
public record CaptionEvent(
    String id,
    String camera,
    long epoch,
    CaptionReason reason,
    String text,
    List<String> words,
    double score,
    MediaPoint start,
    MediaPoint end,
    PackRef pack,
    Decoding decoding,
    LatencyMs latencyMs)
    implements CaptionRecord {

  /** How words are chosen. */
  public enum Method implements WireName {
    /** The likeliest word each time. */
    GREEDY,
    /** The likeliest sentences so far are all carried on. */
    BEAM,
    /** Drawn by its probability. */
    SAMPLE;

    @Override
    @JsonValue
    public String wireName() {
      return WireName.super.wireName();
    }
  }

  /**
   * How the words were chosen.
   *
   * @param method the way
   * @param width sentences carried on at a time, at least 1
   */
  public record Decoding(Method method, int width) {}

  /**
   * Milliseconds on the way; the only part that a replay may change.
   *
   * @param waited ({@code wait}) from capturing the window's last frame to asking for the caption
   * @param queue in the {@code caption-requests} topic
   * @param init reading the window, once
   * @param words choosing the words
   * @param total from capturing the window's last frame to the caption
   */
  public record LatencyMs(
      @JsonProperty("wait") double waited, double queue, double init, double words, double total) {}

  /** Copies the words. */
  public CaptionEvent {
    words = List.copyOf(words);
  }

  @Override
  @JsonIgnore
  public CloudEvent cloudEvent() {
    return EventRecord.cloudEvent(id, camera, pack, "caption", end.time());
  }
}
