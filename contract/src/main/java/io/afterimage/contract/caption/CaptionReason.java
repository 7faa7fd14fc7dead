package io.afterimage.contract.caption;

import com.fasterxml.jackson.annotation.JsonValue;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.WireName;
import org.jspecify.annotations.Nullable;

/**
 * Why a stretch of frames is put into words. Immutable.
 *
 * @param kind what closed the window
 * @param id the action event's id if an event did; null otherwise
 */
public record CaptionReason(Kind kind, @Nullable String id) {
  /** What closes a window of frames. */
  public enum Kind implements WireName {
    /** An action event ended. */
    EVENT((byte) 0),
    /** Something has gone on for the pack's period. */
    PERIOD((byte) 1),
    /** Somebody asked. */
    REQUEST((byte) 2);

    private final byte code;

    Kind(byte code) {
      this.code = code;
    }

    /** The number that stands for it in binary records. */
    byte code() {
      return code;
    }

    @Override
    @JsonValue
    public String wireName() {
      return WireName.super.wireName();
    }
  }

  /**
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if an event has no id or something else
   *     has one
   */
  public CaptionReason {
    if ((kind == Kind.EVENT) != (id != null && !id.isEmpty())) {
      throw new ContractException(
          ErrorCode.BAD_FIELD,
          "a caption's reason has an id if it is an event, and only then: %s with '%s'"
              .formatted(kind.wireName(), id));
    }
  }

  /** The end of an action event of that id. */
  public static CaptionReason event(String id) {
    return new CaptionReason(Kind.EVENT, id);
  }

  /** The end of a period. */
  public static CaptionReason period() {
    return new CaptionReason(Kind.PERIOD, null);
  }

  /** Somebody's request. */
  public static CaptionReason request() {
    return new CaptionReason(Kind.REQUEST, null);
  }
}
