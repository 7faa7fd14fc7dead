package io.afterimage.app.explain.draw;

import io.afterimage.contract.caption.AttentionEvent.Explains;
import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.caption.CaptionReason;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.PackRef;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a sheet is of: a caption, or an action that started. Immutable.
 *
 * @param explained which of them
 * @param id the event's id
 * @param camera the camera's id
 * @param epoch the camera's epoch
 * @param text the sentence, or the action's label
 * @param start the first frame
 * @param end the last frame; null of an action, whose end is another event
 * @param pack which pack spoke
 * @param facts what else is told of it
 */
public record Subject(
    Explains explained,
    String id,
    String camera,
    long epoch,
    String text,
    MediaPoint start,
    @Nullable MediaPoint end,
    PackRef pack,
    List<String> facts) {
  /** Copies the facts. */
  public Subject {
    facts = List.copyOf(facts);
  }

  /** A caption. */
  public static Subject of(CaptionEvent caption) {
    return new Subject(
        Explains.CAPTION,
        caption.id(),
        caption.camera(),
        caption.epoch(),
        caption.text(),
        caption.start(),
        caption.end(),
        caption.pack(),
        List.of(why(caption.reason()), String.format(Locale.ROOT, "score %.2f", caption.score())));
  }

  /** An action, by any of its events. */
  public static Subject of(ActionEvent action) {
    return new Subject(
        Explains.ACTION,
        action.id(),
        action.camera(),
        action.epoch(),
        action.label(),
        action.start(),
        null,
        action.pack(),
        List.of("confidence %d %%".formatted(Math.round(100 * action.confidence()))));
  }

  /** From when to when: {@code 0:12.48 to 0:15.00}, or {@code from 0:12.48}. */
  public String when() {
    String from = MediaTime.clock(start.ptsUs());
    return end == null ? "from " + from : from + " to " + MediaTime.clock(end.ptsUs());
  }

  private static String why(CaptionReason reason) {
    return switch (reason.kind()) {
      case EVENT -> "since event " + reason.id() + " ended";
      case PERIOD -> "since a period was over";
      case REQUEST -> "since somebody asked";
    };
  }
}
