package io.afterimage.topology.window;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.caption.CaptionReason;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.pack.CutRule;
import io.afterimage.inference.pack.EventRule;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.topology.memory.ResetCause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one record of a camera does to its window for one caption pack. One window is open at a
 * time: that of the watched event that began first. It begins with the event and ends with it, with
 * each period while the event goes on, or when somebody asks; then the next event that is going on
 * has its turn. Whatever starts the memory afresh ends the window and forgets the frames, and
 * frames that may be of the next scene are in no request, so no request mixes two scenes.
 *
 * <p>Reads nothing but the record, the state and its slots, so that a replay of the log does the
 * same again. Immutable and thread-safe.
 */
public final class WindowStep {
  private static final int MOST_RECENT = 64;

  private final CaptionRules rules;
  private final Predicate<String> continues;
  private final int recent;
  private final RequestMaker maker;

  /**
   * @param rules the caption pack's
   * @param actions the pack whose events open and close the windows
   * @param continues whether the caption pack goes on with what the content of that hash has kept
   */
  public WindowStep(CaptionRules rules, Manifest actions, Predicate<String> continues) {
    this.rules = rules;
    this.continues = continues;
    recent = recent(actions);
    maker = new RequestMaker(rules);
  }

  /** The same for a caption pack that goes on with no other one's windows. */
  public WindowStep(CaptionRules rules, Manifest actions) {
    this(rules, actions, older -> false);
  }

  /**
   * Enough to hold an event's first frame when it opens and its last one when its end is told;
   * twice as many as that takes at least, since a candidate may have to wait for a clear frame.
   */
  private static int recent(Manifest actions) {
    long longestUs = 0;
    for (EventRule rule : actions.events().rules()) {
      longestUs = Math.max(longestUs, Math.max(rule.minDurationUs(), rule.mergeGapUs()));
    }
    double frames = 2 * Math.ceil(longestUs / 1e6 * actions.rateFps()) + 2;
    CutRule cut = actions.cut();
    return Math.max((int) Math.min(MOST_RECENT, frames), cut == null ? 0 : cut.holdFrames() + 1);
  }

  /**
   * The state that was written down. One that cannot be read, or is another pack's, is never
   * guessed at: the window starts afresh.
   *
   * @param bytes as {@link WindowCodec} wrote them; null: the camera was never seen
   * @param change counts why it starts afresh
   */
  public WindowState load(byte @Nullable [] bytes, WindowChange change) {
    if (bytes != null) {
      try {
        WindowState state = WindowCodec.read(rules.pack().sha256(), continues, ring(), bytes);
        if (state != null) {
          return state;
        }
        change.reset(ResetCause.PACK_CHANGED);
      } catch (ContractException e) {
        change.reset(
            e.code() == ErrorCode.UNKNOWN_VERSION
                ? ResetCause.CODEC_VERSION
                : ResetCause.UNREADABLE);
      }
    }
    return new WindowState(rules.pack().sha256(), ring());
  }

  /**
   * Takes what one record made of the memory. A frame is written to one slot.
   *
   * @param state the camera's; changed if the change says so
   * @param slots the camera's slots
   * @param change filled
   * @throws ContractException if the frame lacks a tensor; then nothing is changed
   */
  public void take(WindowState state, Moment moment, Slots slots, WindowChange change) {
    if (isPast(state, moment)) {
      return;
    }
    Feature frame = moment.frame();
    List<Tensor> tensors = frame == null ? List.of() : tensors(frame);
    change.take();
    ResetCause reset = reset(state, moment);
    if (reset != null) {
      end(state, moment, slots, change);
      forget(state, reset, change);
    }
    state.enter(moment);
    if (frame != null) {
      int slot = state.take(frame, moment.unsure());
      MediaPoint at = MediaPoint.of(frame.position());
      slots.put(slot, new KeptFrame(moment.epoch(), at, tensors));
    }
    if (reset == null) {
      end(state, moment, slots, change);
    }
    follow(state, moment, slots, change);
    if (moment.end() != null) {
      state.end();
      slots.clear(state.ring().slots());
    }
  }

  /**
   * Closes the open window because somebody asks, and goes on with the frames after it. Without an
   * open window there is nothing to tell, which is counted.
   *
   * @param state the camera's; changed if the change says so
   * @param slots the camera's slots
   * @param change filled
   */
  public void request(WindowState state, CameraId camera, Slots slots, WindowChange change) {
    if (state.action() != null) {
      change.take();
      cut(state, camera, CaptionReason.request(), slots, change);
    } else {
      change.drop(DropCause.NO_WINDOW);
    }
  }

  private Ring ring() {
    return new Ring(rules.keeps(), recent);
  }

  /** Only if the memory was lost and the window was not. */
  private static boolean isPast(WindowState state, Moment moment) {
    WindowState.Place place = state.place();
    Feature frame = moment.frame();
    return moment.epoch() < place.epoch()
        || (moment.epoch() == place.epoch()
            && (place.over() || (frame != null && frame.position().seq() <= place.seq())));
  }

  private List<Tensor> tensors(Feature frame) {
    List<Tensor> tensors = new ArrayList<>(rules.tensors().size());
    for (String name : rules.tensors()) {
      Tensor tensor = frame.tensor(name);
      List<Integer> dims = tensor.shape().dims();
      if (dims.isEmpty() || dims.get(0) != 1) {
        throw new ContractException(
            ErrorCode.BAD_FIELD,
            "tensor '%s' %s has no batch axis of 1".formatted(name, tensor.shape()));
      }
      tensors.add(tensor);
    }
    return tensors;
  }

  /** Why the frames so far do not belong with this one, if so. */
  private static @Nullable ResetCause reset(WindowState state, Moment moment) {
    if (state.ring().next() == 0) {
      return null;
    }
    if (!moment.resets().isEmpty()) {
      return moment.resets().get(0);
    }
    if (moment.epoch() != state.place().epoch()) {
      return ResetCause.EPOCH;
    }
    if (moment.segment() != state.place().segment()) {
      return ResetCause.CUT;
    }
    Feature frame = moment.frame();
    return frame == null || frame.encoder().equals(state.encoder())
        ? null
        : ResetCause.PACK_CHANGED;
  }

  private static void forget(WindowState state, ResetCause cause, WindowChange change) {
    if (state.action() != null) {
      change.drop(DropCause.FORGOTTEN);
    }
    state.empty();
    change.reset(cause);
  }

  /** Closes the window if its event has ended. */
  private void end(WindowState state, Moment moment, Slots slots, WindowChange change) {
    for (Moment.Ended ended : moment.ended()) {
      Action action = state.action();
      if (action != null && action.is(ended.action())) {
        long last = Math.min(state.lastSure(), state.ring().lastUpTo(ended.end().seq()));
        String id = action.id(moment.camera(), state.place().epoch());
        ask(state, moment.camera(), CaptionReason.event(id), last, slots, change);
        state.shut();
      } else if (rules.watches(ended.action().label())) {
        change.drop(DropCause.NO_WINDOW);
      }
    }
  }

  /** Opens the window of what goes on, or ends its period. */
  private void follow(WindowState state, Moment moment, Slots slots, WindowChange change) {
    Action action = state.action();
    if (action != null && moment.open().stream().noneMatch(action::is)) {
      change.drop(DropCause.FORGOTTEN);
      state.shut();
    }
    if (state.action() == null) {
      moment.open().stream()
          .filter(open -> rules.watches(open.label()))
          .min(Comparator.comparingLong(open -> open.start().seq()))
          .ifPresent(open -> open(state, open, slots));
    }
    Feature frame = moment.frame();
    if (state.action() != null
        && frame != null
        && rules.periodUs() > 0
        && frame.position().ptsUs() - state.sinceUs() >= rules.periodUs()) {
      cut(state, moment.camera(), CaptionReason.period(), slots, change);
    }
  }

  private static void open(WindowState state, Action action, Slots slots) {
    state.open(action);
    count(state, state.ring().first(), slots);
  }

  /** Closes the window although its event goes on. */
  private void cut(
      WindowState state, CameraId camera, CaptionReason reason, Slots slots, WindowChange change) {
    long last = state.lastSure();
    ask(state, camera, reason, last, slots, change);
    state.goOn(last);
    count(state, state.ring().next() - 1, slots);
  }

  /** Lets the period count from a frame. */
  private static void count(WindowState state, long tick, Slots slots) {
    KeptFrame from = slots.get(state.ring().slot(tick));
    if (from != null) {
      state.since(from.point().ptsUs());
    }
  }

  private void ask(
      WindowState state,
      CameraId camera,
      CaptionReason reason,
      long last,
      Slots slots,
      WindowChange change) {
    if (last < state.ring().first()) {
      change.drop(DropCause.TOO_SHORT);
      return;
    }
    try {
      CaptionRequest request = maker.make(state, camera, reason, last, slots);
      if (request.last().ptsUs() - request.first().ptsUs() < rules.minUs()) {
        change.drop(DropCause.TOO_SHORT);
      } else {
        change.ask(request);
      }
    } catch (ContractException e) {
      change.drop(DropCause.TORN);
    }
  }
}
