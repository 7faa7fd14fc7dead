package io.afterimage.contract.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.WireName;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record that a stage could not use: where it is, why it was set aside, and what it held, up to a
 * bound. Bytes are in base64, since nothing says that they are text. Immutable.
 *
 * @param time wall clock at which it was set aside
 * @param stage {@code encode}, {@code memory} or {@code caption}
 * @param cause the kind of fault, as counted in the metrics
 * @param message one sentence for a person
 * @param topic where the record is; empty if the clock was at work rather than a record
 * @param partition its partition; -1 if there is no record, or it was passed in memory
 * @param offset its offset; -1 likewise
 * @param timestampMs the record's time, milliseconds since 1970; -1 if it has none
 * @param camera the record's key, if it is readable text
 * @param size bytes of its value
 * @param sha256 hash of its whole value, 64 hexadecimal digits
 * @param key the first bytes of its key; null if it has none
 * @param headers its first headers, in their order
 * @param payload the first bytes of its value; null if it has none
 * @param cut what of it is not here as a whole, so that the letter alone cannot bring it back
 * @param replayOf the letter that the record was put back from, as {@code PARTITION@OFFSET} of the
 *     dead letters' topic; null if it was not
 */
public record DeadLetter(
    Instant time,
    String stage,
    String cause,
    String message,
    String topic,
    int partition,
    long offset,
    long timestampMs,
    @Nullable String camera,
    int size,
    String sha256,
    @Nullable String key,
    List<Header> headers,
    @Nullable String payload,
    List<Part> cut,
    @Nullable String replayOf) {
  /** The header of a record that was put back; its value is the letter's {@link #replayOf}. */
  public static final String REPLAY_OF = "replay_of";

  /**
   * Copies the lists.
   *
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if bytes are not in base64
   */
  public DeadLetter {
    headers = List.copyOf(headers);
    cut = List.copyOf(cut);
    require("key", key);
    require("payload", payload);
    headers.forEach(header -> require("header '" + header.name() + "'", header.value()));
  }

  /** Whether the record was passed in memory, so that it lies in no topic. */
  @JsonIgnore
  public boolean isOfNoTopic() {
    return offset < 0 && !topic.isEmpty();
  }

  private static void require(String what, @Nullable String base64) {
    try {
      byte[] unused = bytes(base64);
    } catch (IllegalArgumentException e) {
      throw new ContractException(
          ErrorCode.BAD_FIELD, "dead letter: its " + what + " is not in base64");
    }
  }

  /** The bytes of a field of this letter; null if there are none. */
  public static byte @Nullable [] bytes(@Nullable String base64) {
    return base64 == null ? null : Base64.getDecoder().decode(base64);
  }

  /**
   * A header of the record.
   *
   * @param name its name
   * @param value its bytes; null if it has none
   */
  public record Header(String name, @Nullable String value) {}

  /** What a record is made of. */
  public enum Part implements WireName {
    /** The key. */
    KEY,
    /** The headers. */
    HEADERS,
    /** The value. */
    PAYLOAD;

    @Override
    @JsonValue
    public String wireName() {
      return WireName.super.wireName();
    }
  }

  /** Whether the letter holds all of the record. */
  @JsonIgnore
  public boolean isWhole() {
    return cut.isEmpty();
  }

  /** The same without anything of the value, where a topic takes no larger letter. */
  public DeadLetter withoutPayload() {
    if (payload == null || payload.isEmpty()) {
      return this;
    }
    Set<Part> all = EnumSet.of(Part.PAYLOAD);
    all.addAll(cut);
    return new DeadLetter(
        time,
        stage,
        cause,
        message,
        topic,
        partition,
        offset,
        timestampMs,
        camera,
        size,
        sha256,
        key,
        headers,
        "",
        List.copyOf(all),
        replayOf);
  }
}
