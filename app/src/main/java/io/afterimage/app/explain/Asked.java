package io.afterimage.app.explain;

import io.afterimage.app.explain.draw.Subject;
import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.event.MediaPoint;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A caption or an action, and the frames that are to be drawn of it. Immutable.
 *
 * @param subject what was said
 * @param attention what was looked at; null if nothing tells
 * @param timesUs the frames' times in their epoch, microseconds, at least one
 */
record Asked(Subject subject, @Nullable AttentionEvent attention, List<Long> timesUs) {
  static final Comparator<Asked> BY_LAST_FRAME =
      Comparator.comparingLong(Asked::lastUs)
          .thenComparingLong(asked -> asked.subject.start().ptsUs())
          .thenComparing(asked -> asked.subject.id());

  static Asked of(Subject subject, @Nullable AttentionEvent attention) {
    return new Asked(subject, attention, times(subject, attention));
  }

  /** Whether the frames are known by their times, or only about when there must be one. */
  boolean exact() {
    return attention != null;
  }

  /** The time of the last frame. */
  long lastUs() {
    return timesUs.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  private static List<Long> times(Subject subject, @Nullable AttentionEvent attention) {
    if (attention != null && attention.frames() != null) {
      return attention.frames().stream().map(AttentionEvent.Frame::ptsUs).toList();
    }
    if (attention != null && attention.frame() != null) {
      return List.of(attention.frame().ptsUs());
    }
    MediaPoint end = subject.end();
    return List.of(middle(subject.start(), end == null ? subject.start() : end));
  }

  /** About when the middle frame is: packs that see one picture of a window see that one. */
  private static long middle(MediaPoint start, MediaPoint end) {
    long frames = Math.max(1, end.seq() - start.seq());
    long half = frames / 2;
    double share = (double) half / frames;
    return start.ptsUs() + Math.round((end.ptsUs() - start.ptsUs()) * share);
  }
}
