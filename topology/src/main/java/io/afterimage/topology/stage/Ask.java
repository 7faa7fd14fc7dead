package io.afterimage.topology.stage;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.caption.CaptionAsk;
import io.afterimage.contract.event.EventJson;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What lies in the {@code caption-asks} topic, not yet read: whatever is wrong with it, it is set
 * aside with its own bytes. Immutable.
 *
 * @param json the value; null if the record has none
 */
record Ask(@Nullable ByteBuffer json) {
  Ask {
    json = json == null ? null : json.asReadOnlyBuffer();
  }

  /** A copy of the value. */
  byte @Nullable [] bytes() {
    if (json == null) {
      return null;
    }
    byte[] bytes = new byte[json.remaining()];
    json.duplicate().get(bytes);
    return bytes;
  }

  /**
   * What it says.
   *
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if it is no such JSON
   */
  CaptionAsk read() {
    byte[] bytes = bytes();
    return EventJson.read(bytes == null ? new byte[0] : bytes, CaptionAsk.class);
  }
}
