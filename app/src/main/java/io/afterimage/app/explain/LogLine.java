package io.afterimage.app.explain;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.explain.draw.Subject;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.Phase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of a file of events, checked. Immutable.
 *
 * @param subject the caption, or the action whose start it tells
 * @param attention what was looked at
 */
record LogLine(@Nullable Subject subject, @Nullable AttentionEvent attention) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final String START = Phase.START.wireName();

  /** More than any caption has; what lies above would be a picture of gigabytes. */
  private static final int MOST_WORDS = 128;

  private static final int MOST_FRAMES = 512;
  private static final int MOST_CELLS = 4096;
  private static final int MOST_SIDE = 128;

  /**
   * Reads a line.
   *
   * @param where the file and the line, for the sentence
   * @throws AppException {@link Code#CONFIG} if it is no JSON, or no event of its topic
   */
  static LogLine parse(String line, String where) {
    JsonNode json;
    try {
      json = MAPPER.readTree(line);
    } catch (JacksonException e) {
      throw bad(where, "is no JSON: " + e.getOriginalMessage(), e);
    }
    JsonNode name = json.path("topic");
    if (!name.isString()) {
      throw bad(where, "is no event: it names no topic", null);
    }
    String topic = name.stringValue();
    JsonNode value = json.path("value");
    boolean marker = value.has("marker");
    try {
      if (topic.endsWith(".captions") && !marker) {
        return new LogLine(subject(read(value, CaptionEvent.class)), null);
      }
      if (topic.endsWith(".actions") && value.path("phase").asString("").equals(START)) {
        return new LogLine(subject(read(value, ActionEvent.class)), null);
      }
      if (topic.endsWith(".attention") && !marker) {
        return new LogLine(null, checked(read(value, AttentionEvent.class)));
      }
    } catch (ContractException | IllegalArgumentException e) {
      throw bad(where, "cannot be used: " + e.getMessage(), e);
    }
    return new LogLine(null, null);
  }

  private static <T> T read(JsonNode value, Class<T> type) {
    return require(EventJson.read(MAPPER.writeValueAsBytes(value), type), "value");
  }

  /** JSON may leave out what the records promise. */
  private static Subject subject(CaptionEvent caption) {
    require(caption.text(), "text");
    require(require(caption.reason(), "reason").kind(), "reason's kind");
    MediaPoint start = require(caption.start(), "start");
    MediaPoint end = require(caption.end(), "end");
    check(
        start.ptsUs() >= 0 && end.ptsUs() >= start.ptsUs(),
        "a caption from %d to %d microseconds".formatted(start.ptsUs(), end.ptsUs()));
    check(caption.words().size() <= MOST_WORDS, caption.words().size() + " words");
    return checked(Subject.of(caption));
  }

  private static Subject subject(ActionEvent action) {
    require(action.label(), "label");
    long startUs = require(action.start(), "start").ptsUs();
    check(startUs >= 0, "an action from %d microseconds".formatted(startUs));
    return checked(Subject.of(action));
  }

  private static Subject checked(Subject subject) {
    require(subject.id(), "id");
    require(subject.camera(), "camera");
    require(require(subject.pack(), "pack").id(), "pack's id");
    require(subject.pack().version(), "pack's version");
    return subject;
  }

  private static AttentionEvent checked(AttentionEvent event) {
    require(event.id(), "id");
    require(event.explains(), "explains");
    require(event.kind(), "kind");
    event.words().forEach(word -> require(word.word(), "word"));
    check(event.words().size() <= MOST_WORDS, event.words().size() + " words");
    if (event.frames() != null) {
      int frames = event.frames().size();
      check(
          frames <= MOST_FRAMES && frames * event.words().size() <= MOST_CELLS,
          "%d frames by %d words, more than can be drawn".formatted(frames, event.words().size()));
      event.frames().forEach(frame -> checkTime(frame));
    }
    if (event.grid() != null && event.frame() != null) {
      int rows = event.grid().rows();
      int columns = event.grid().columns();
      check(
          rows >= 1 && rows <= MOST_SIDE && columns >= 1 && columns <= MOST_SIDE,
          "a grid of %d rows and %d columns".formatted(rows, columns));
      checkTime(event.frame());
    }
    return event;
  }

  private static void checkTime(AttentionEvent.Frame frame) {
    check(frame.ptsUs() >= 0, "a frame at %d microseconds".formatted(frame.ptsUs()));
  }

  private static <T> T require(@Nullable T part, String name) {
    check(part != null, "no " + name);
    return Objects.requireNonNull(part);
  }

  private static void check(boolean holds, String found) {
    if (!holds) {
      throw new IllegalArgumentException("it has " + found);
    }
  }

  private static AppException bad(String where, String what, @Nullable Exception cause) {
    String sentence = where + " " + what;
    return cause == null
        ? new AppException(Code.CONFIG, sentence)
        : new AppException(Code.CONFIG, sentence, cause);
  }
}
