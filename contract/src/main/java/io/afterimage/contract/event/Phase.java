package io.afterimage.contract.event;

import com.fasterxml.jackson.annotation.JsonValue;
import io.afterimage.contract.WireName;

/** Where in its life an action event is. */
public enum Phase implements WireName {
  /** It has begun. */
  START,
  /** It goes on. */
  UPDATE,
  /** It is over. */
  END;

  @Override
  @JsonValue
  public String wireName() {
    return WireName.super.wireName();
  }
}
