package io.afterimage.contract.frame;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The picture that a pack reads, and so the layout of a frame record's pixels: {@code
 * planes.size()} pictures of {@code uint8[height, width, channels]}, stacked from top to bottom in
 * the order of {@code planes}. Packs that read the same input share a record. Immutable.
 *
 * @param width pixels, 1 to 4096
 * @param height pixels of one picture, 1 to 4096
 * @param pixels how a pixel is stored
 * @param planes which pictures are stacked; the first is {@link Plane#CURRENT}
 * @param fit how another aspect ratio is handled
 */
public record FrameInput(int width, int height, Pixels pixels, List<Plane> planes, Fit fit) {
  /**
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if a size is out of range or the planes
   *     are not {@code [current]} or {@code [current, previous]}
   */
  public FrameInput {
    planes = List.copyOf(planes);
    if (width < 1 || width > 4096 || height < 1 || height > 4096) {
      throw new ContractException(
          ErrorCode.BAD_FIELD,
          "input size %dx%d is out of range: 1 to 4096 each way".formatted(width, height));
    }
    if (!planes.equals(List.of(Plane.CURRENT))
        && !planes.equals(List.of(Plane.CURRENT, Plane.PREVIOUS))) {
      throw new ContractException(
          ErrorCode.BAD_FIELD, "planes must be [current] or [current, previous], not " + planes);
    }
  }

  /** Bytes of a raw record: planes × height × width × channels. */
  public int byteSize() {
    return planes.size() * pictureBytes();
  }

  /** Bytes of one plane's picture. */
  public int pictureBytes() {
    return height * width * pixels.channels();
  }

  /** Channels of the encoder's input: planes × channels of a pixel. */
  public int channels() {
    return planes.size() * pixels.channels();
  }

  /** A readable name, equal for equal inputs: {@code gray8-96x96-current.previous-stretch}. */
  public String id() {
    return "%s-%dx%d-%s-%s"
        .formatted(
            pixels.wireName(),
            width,
            height,
            planes.stream().map(Plane::wireName).collect(Collectors.joining(".")),
            fit.wireName());
  }
}
