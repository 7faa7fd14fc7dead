package io.afterimage.topology.window;

import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.topology.memory.ResetCause;
import java.util.ArrayList;
import java.util.List;

/** What one record did to a camera's window. Filled by {@link WindowStep}; read once. */
public final class WindowChange {
  private final List<CaptionRequest> requests = new ArrayList<>(1);
  private final List<DropCause> drops = new ArrayList<>(1);
  private final List<ResetCause> resets = new ArrayList<>(1);
  private boolean taken;

  /** A change that is none yet. */
  public WindowChange() {}

  void ask(CaptionRequest request) {
    requests.add(request);
  }

  void drop(DropCause cause) {
    drops.add(cause);
  }

  void reset(ResetCause cause) {
    resets.add(cause);
  }

  void take() {
    taken = true;
  }

  /** What is to be put into words, in order. */
  public List<CaptionRequest> requests() {
    return requests;
  }

  /** Why events and windows made no request. */
  public List<DropCause> drops() {
    return drops;
  }

  /** Why the frames were forgotten, if they were. */
  public List<ResetCause> resets() {
    return resets;
  }

  /** Whether the state changed; not if the record was from before the last one. */
  public boolean taken() {
    return taken;
  }
}
