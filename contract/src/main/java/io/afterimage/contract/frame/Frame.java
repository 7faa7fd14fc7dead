package io.afterimage.contract.frame;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.Position;
import java.nio.ByteBuffer;

/**
 * One sampled picture as the packs read it. The pixels are a view, not a copy: whoever hands over a
 * frame no longer writes to them.
 *
 * @param position where it belongs; {@code seq} is 0 or more
 * @param input the layout of the pixels
 * @param encoding how the pixels are written
 * @param pixels RAW: {@code uint8[planes, height, width, channels]}; JPEG: one picture of the
 *     stacked planes
 * @param periodUs the source's effective interval between sampled frames, in microseconds
 * @param live whether age matters more than completeness: a stage may skip a live frame that is too
 *     old
 * @param decodeUs microseconds from receiving the picture to publishing the frame
 */
public record Frame(
    Position position,
    FrameInput input,
    Encoding encoding,
    ByteBuffer pixels,
    int periodUs,
    boolean live,
    int decodeUs)
    implements FrameRecord {
  /**
   * @throws ContractException {@link ErrorCode#BAD_LENGTH} if raw pixels are not the input's size
   *     or a JPEG is empty; {@link ErrorCode#BAD_FIELD} if a number is out of range
   */
  public Frame {
    if (position.seq() < 0 || periodUs < 1 || decodeUs < 0) {
      throw new ContractException(
          ErrorCode.BAD_FIELD,
          "frame out of range: seq %d and decode_us %d must be at least 0, period_us %d at least 1"
              .formatted(position.seq(), decodeUs, periodUs));
    }
    if (encoding == Encoding.RAW && pixels.remaining() != input.byteSize()) {
      throw new ContractException(
          ErrorCode.BAD_LENGTH,
          "raw frame of %s must have %d bytes, not %d"
              .formatted(input.id(), input.byteSize(), pixels.remaining()));
    }
    if (!pixels.hasRemaining()) {
      throw new ContractException(ErrorCode.BAD_LENGTH, "frame without pixels");
    }
    pixels = pixels.slice();
  }
}
