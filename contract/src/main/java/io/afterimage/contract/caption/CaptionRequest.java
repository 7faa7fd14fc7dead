package io.afterimage.contract.caption;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.Position;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.feature.Tensor;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A window of one camera's frames that is to be put into words: all that a captioner needs, and
 * nothing that a replay of the log would change. Immutable; the tensors' data are views.
 *
 * @param camera the camera
 * @param pack the caption pack that is asked
 * @param epoch the camera's epoch, at least 1
 * @param segment how many scene cuts the epoch had had, at least 0; the frames are of one segment
 * @param reason why the window closed
 * @param first the window's first frame
 * @param last the window's last frame, kept or not
 * @param frames the K' frames that were kept, 1 to 65535, in the order of their numbers
 * @param tensors what the encoder made of these frames: each {@code [K', ...]}, oldest first
 * @param encoder the encoder graph's SHA-256, 64 hexadecimal digits
 */
public record CaptionRequest(
    CameraId camera,
    PackRef pack,
    long epoch,
    int segment,
    CaptionReason reason,
    MediaPoint first,
    MediaPoint last,
    List<MediaPoint> frames,
    List<Tensor> tensors,
    String encoder)
    implements CaptionRequestRecord {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final int MOST_FRAMES = 65_535;
  private static final int MOST_TENSORS = 255;

  /**
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if a number is out of range, the frames
   *     are not in order inside the window, a tensor has not one row a frame, or a hash is none
   */
  public CaptionRequest {
    frames = List.copyOf(frames);
    tensors = List.copyOf(tensors);
    if (epoch < 1 || segment < 0) {
      throw bad("epoch %d must be at least 1, segment %d at least 0".formatted(epoch, segment));
    }
    if (!HASH.matcher(pack.sha256()).matches() || !HASH.matcher(encoder).matches()) {
      throw bad(
          "pack's hash '%s' and encoder's hash '%s' must be 64 hexadecimal digits"
              .formatted(pack.sha256(), encoder));
    }
    checkFrames(first, last, frames);
    checkTensors(frames.size(), tensors);
  }

  /**
   * The id of the caption that answers a request: camera, epoch, first and last sequence number,
   * kind of reason, pack. The same in every replay.
   */
  public static String id(
      String camera,
      long epoch,
      long firstSeq,
      long lastSeq,
      CaptionReason.Kind reason,
      String pack) {
    return "%s/%d/%d-%d/%s/%s".formatted(camera, epoch, firstSeq, lastSeq, reason.wireName(), pack);
  }

  /** This request's id, as {@link #id(String, long, long, long, CaptionReason.Kind, String)}. */
  public String id() {
    return id(camera.value(), epoch, first.seq(), last.seq(), reason.kind(), pack.id());
  }

  /** Its window's last frame. */
  @Override
  public Position position() {
    return new Position(epoch, last.seq(), last.ptsUs(), last.time());
  }

  /**
   * The tensor of that name.
   *
   * @throws ContractException {@link ErrorCode#MISSING_FIELD} if there is none
   */
  public Tensor tensor(String name) {
    for (Tensor tensor : tensors) {
      if (tensor.name().equals(name)) {
        return tensor;
      }
    }
    throw new ContractException(ErrorCode.MISSING_FIELD, "tensor '" + name + "' is missing");
  }

  private static void checkFrames(MediaPoint first, MediaPoint last, List<MediaPoint> frames) {
    if (frames.isEmpty() || frames.size() > MOST_FRAMES || first.seq() < 0) {
      throw bad(
          "%d frames from %d on; there must be 1 to %d, from 0 on"
              .formatted(frames.size(), first.seq(), MOST_FRAMES));
    }
    if (first.ptsUs() < 0 || last.ptsUs() < 0) {
      throw bad("pts_us %d and %d must be at least 0".formatted(first.ptsUs(), last.ptsUs()));
    }
    long before = first.seq() - 1;
    for (MediaPoint frame : frames) {
      if (frame.seq() <= before || frame.seq() > last.seq() || frame.ptsUs() < 0) {
        throw bad(
            "frame %d is out of order or outside of its window %d-%d"
                .formatted(frame.seq(), first.seq(), last.seq()));
      }
      before = frame.seq();
    }
  }

  private static void checkTensors(int frames, List<Tensor> tensors) {
    if (tensors.isEmpty() || tensors.size() > MOST_TENSORS) {
      throw bad("%d tensors, not 1 to %d".formatted(tensors.size(), MOST_TENSORS));
    }
    for (Tensor tensor : tensors) {
      List<Integer> dims = tensor.shape().dims();
      if (dims.isEmpty() || dims.get(0) != frames) {
        throw bad(
            "tensor '%s' %s has not one row for each of %d frames"
                .formatted(tensor.name(), tensor.shape(), frames));
      }
    }
  }

  private static ContractException bad(String sentence) {
    return new ContractException(ErrorCode.BAD_FIELD, "caption request: " + sentence);
  }
}
