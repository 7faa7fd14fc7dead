package io.afterimage.contract.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.WireName;
import org.jspecify.annotations.Nullable;

/**
 * What a stage is told to do with the camera that is the record's key, as JSON: {@code {"command":
 * "forget"}}. Each stage that keeps something of the camera carries it out in its place in the log.
 *
 * @param command what is to be done
 */
public record CameraCommand(Kind command) {
  /** What can be done. */
  public enum Kind implements WireName {
    /** Removes all that the stages keep of the camera; its open events end. */
    FORGET;

    @Override
    @JsonValue
    public String wireName() {
      return WireName.super.wireName();
    }
  }

  /**
   * What a record says.
   *
   * @param command as it was read; null if it was not there
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if it says nothing to do
   */
  @JsonCreator
  public static CameraCommand of(@JsonProperty("command") @Nullable Kind command) {
    if (command == null) {
      throw new ContractException(
          ErrorCode.BAD_FIELD, "a command without 'command': say {\"command\": \"forget\"}");
    }
    return new CameraCommand(command);
  }
}
