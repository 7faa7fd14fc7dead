package io.afterimage.topology.window;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.caption.CaptionReason;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads a window's slots and puts them into a request. Immutable and thread-safe. */
final class RequestMaker {
  private final CaptionRules rules;

  RequestMaker(CaptionRules rules) {
    this.rules = rules;
  }

  /**
   * The request for the open window up to a tick.
   *
   * @param last the tick of its last frame, held and not before its first
   * @throws ContractException if a slot does not hold what the header says, or the frames' tensors
   *     differ in shape or are not those that the rules name
   */
  CaptionRequest make(
      WindowState state, CameraId camera, CaptionReason reason, long last, Slots slots) {
    Ring ring = state.ring();
    List<Integer> kept = rules.frames() == 1 ? List.of(ring.middle(last)) : ring.kept(last);
    List<KeptFrame> frames = new ArrayList<>(kept.size());
    for (int slot : kept) {
      frames.add(frame(state, slot, slots));
    }
    List<Tensor> tensors = new ArrayList<>(rules.tensors().size());
    for (int i = 0; i < rules.tensors().size(); i++) {
      tensors.add(stack(rules.tensors().get(i), i, frames));
    }
    List<MediaPoint> points = frames.stream().map(KeptFrame::point).toList();
    return new CaptionRequest(
        camera,
        rules.pack(),
        state.place().epoch(),
        state.place().segment(),
        reason,
        frame(state, ring.slot(ring.first()), slots).point(),
        frame(state, ring.slot(last), slots).point(),
        points,
        tensors,
        state.encoder());
  }

  private static KeptFrame frame(WindowState state, int slot, Slots slots) {
    KeptFrame frame = slot < 0 ? null : slots.get(slot);
    if (frame == null
        || frame.epoch() != state.place().epoch()
        || frame.point().seq() != state.ring().seq(slot)) {
      throw new ContractException(
          ErrorCode.MISSING_FIELD, "slot %d does not hold the window's frame".formatted(slot));
    }
    return frame;
  }

  /**
   * The tensor of that place in the rules, of all frames: {@code [1, ...]} to {@code [K', ...]}.
   */
  private static Tensor stack(String name, int index, List<KeptFrame> frames) {
    Tensor form = tensor(name, index, frames.get(0));
    List<Integer> dims = new ArrayList<>(form.shape().dims());
    dims.set(0, frames.size());
    ByteBuffer data = ByteBuffer.allocate(frames.size() * form.data().remaining());
    for (KeptFrame frame : frames) {
      Tensor tensor = tensor(name, index, frame);
      if (!tensor.shape().equals(form.shape()) || tensor.dtype() != form.dtype()) {
        throw new ContractException(
            ErrorCode.BAD_FIELD,
            "tensor '%s' is %s in one frame and %s in another"
                .formatted(form.name(), form.shape(), tensor.shape()));
      }
      data.put(tensor.data());
    }
    return new Tensor(form.name(), form.dtype(), new Shape(dims), data.flip());
  }

  /** Another version of the pack may have kept others. */
  private static Tensor tensor(String name, int index, KeptFrame frame) {
    if (index >= frame.tensors().size() || !frame.tensors().get(index).name().equals(name)) {
      throw new ContractException(
          ErrorCode.MISSING_FIELD, "a kept frame has no tensor '%s' in its place".formatted(name));
    }
    return frame.tensors().get(index);
  }
}
