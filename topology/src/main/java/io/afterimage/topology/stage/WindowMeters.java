package io.afterimage.topology.stage;

import io.afterimage.contract.caption.CaptionReason;
import io.afterimage.topology.memory.ResetCause;
import io.afterimage.topology.window.DropCause;
import io.afterimage.topology.window.WindowChange;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the windows count: {@code afterimage.caption.requests{reason}}, {@code
 * afterimage.caption.drops{cause}} (events and windows that made no request), {@code
 * afterimage.caption.resets{cause}} (frames forgotten). Thread-safe.
 */
final class WindowMeters {
  private final CounterSet<CaptionReason.Kind> requests;
  private final CounterSet<DropCause> drops;
  private final CounterSet<ResetCause> resets;

  WindowMeters(MeterRegistry meters) {
    requests =
        new CounterSet<>(meters, CaptionReason.Kind.class, "afterimage.caption.requests", "reason");
    drops = new CounterSet<>(meters, DropCause.class, "afterimage.caption.drops", "cause");
    resets = new CounterSet<>(meters, ResetCause.class, "afterimage.caption.resets", "cause");
  }

  void count(WindowChange change) {
    change.requests().forEach(request -> requests.count(request.reason().kind()));
    change.drops().forEach(drops::count);
    change.resets().forEach(resets::count);
  }
}
