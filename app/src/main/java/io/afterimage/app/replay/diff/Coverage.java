package io.afterimage.app.replay.diff;

import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.StreamRecord;
import io.afterimage.contract.event.MediaPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which stretch of each camera's epochs is replayed. For one thread at a time. */
public final class Coverage {
  private record Key(String camera, long epoch) {}

  private final Map<Key, Span> spans =
      new TreeMap<>(Comparator.comparing(Key::camera).thenComparing(Key::epoch));

  /**
   * Adds a record, in its camera's order.
   *
   * @param camera the camera's id
   * @param record a frame, a feature or a marker
   * @param fromTheStart whether its log is replayed from its very first record
   */
  public void add(String camera, StreamRecord record, boolean fromTheStart) {
    Position at = record.position();
    Key key = new Key(camera, at.epoch());
    MediaPoint point = MediaPoint.of(at);
    boolean end = record instanceof Marker marker && marker.kind() == Marker.Kind.END;
    int frame = record instanceof Marker ? 0 : 1;
    Span known = spans.get(key);
    if (known == null) {
      endOlder(key);
      boolean begins = fromTheStart || at.seq() <= 0;
      spans.put(key, new Span(camera, at.epoch(), point, point, frame, begins, end));
      return;
    }
    MediaPoint last = at.seq() >= known.last().seq() ? point : known.last();
    spans.put(
        key,
        new Span(
            camera,
            at.epoch(),
            known.first(),
            last,
            known.frames() + frame,
            known.begins(),
            known.ends() || end));
  }

  /** A newer epoch ends those before it. */
  private void endOlder(Key newer) {
    spans.replaceAll(
        (key, span) ->
            key.camera().equals(newer.camera()) && key.epoch() < newer.epoch()
                ? new Span(
                    span.camera(),
                    span.epoch(),
                    span.first(),
                    span.last(),
                    span.frames(),
                    span.begins(),
                    true)
                : span);
  }

  /** The stretches, by camera and epoch. */
  public List<Span> spans() {
    return new ArrayList<>(spans.values());
  }

  /** What is replayed of an epoch; null: nothing. */
  public @Nullable Span span(String camera, long epoch) {
    return spans.get(new Key(camera, epoch));
  }

  /** The first stretch of a camera that is replayed; null: nothing of it is. */
  public @Nullable Span firstOf(String camera) {
    return spans.values().stream()
        .filter(span -> span.camera().equals(camera))
        .findFirst()
        .orElse(null);
  }

  /**
   * Whether something that was told speaks of replayed frames.
   *
   * @param end null: it goes on
   */
  boolean contains(String camera, long epoch, MediaPoint start, @Nullable MediaPoint end) {
    Span span = span(camera, epoch);
    return span != null
        && start.seq() <= span.last().seq()
        && (end == null || end.seq() >= span.first().seq());
  }
}
