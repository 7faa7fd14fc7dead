package io.afterimage.app.replay.diff;

import com.fasterxml.jackson.annotation.JsonValue;
import io.afterimage.contract.WireName;
import java.util.List;

/**
 * How one event or caption of the replay stands to the live one of the same id. Immutable.
 *
 * @param id its id
 * @param what how they differ
 * @param edge whether it touches an edge of what was replayed, where they may differ
 * @param fields in which fields, if both are there
 */
public record Verdict(String id, What what, boolean edge, List<String> fields) {
  /** How the live one and the replayed one differ. */
  public enum What implements WireName {
    /** Not at all. */
    IDENTICAL,
    /**
     * In nothing but confidences, and little, where the replay joins an epoch in its middle: a
     * memory that began there never becomes quite the same.
     */
    CLOSE,
    /** Both are there, and are not the same. */
    CHANGED,
    /** Only the live one is there. */
    MISSING,
    /** Only the replayed one is there. */
    ADDED;

    @Override
    @JsonValue
    public String wireName() {
      return WireName.super.wireName();
    }
  }

  /** Copies the fields. */
  public Verdict {
    fields = List.copyOf(fields);
  }

  /** Of two that are both there. */
  static Verdict both(String id, boolean edge, List<String> fields) {
    return new Verdict(id, fields.isEmpty() ? What.IDENTICAL : What.CHANGED, edge, fields);
  }

  /** Of two that are close. */
  static Verdict close(String id, boolean edge, List<String> fields) {
    return new Verdict(id, What.CLOSE, edge, fields);
  }

  /** Of one that is there alone. */
  static Verdict one(String id, What what, boolean edge) {
    return new Verdict(id, what, edge, List.of());
  }

  /** Whether it is a difference that nothing explains but the packs. */
  public boolean differs() {
    return !edge && what != What.IDENTICAL && what != What.CLOSE;
  }
}
