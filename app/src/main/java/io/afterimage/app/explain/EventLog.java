package io.afterimage.app.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.explain.draw.Subject;
import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.caption.AttentionEvent.Explains;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a file of events has to draw: the captions, the actions of which it tells what was looked
 * at, and that. Of events with one id the first counts: a replay says the same again. Immutable
 * once it is read.
 */
public final class EventLog {
  private final Map<String, Subject> captions = new LinkedHashMap<>();
  private final Map<String, Subject> actions = new LinkedHashMap<>();
  private final Map<String, AttentionEvent> attention = new LinkedHashMap<>();

  private EventLog() {}

  /**
   * Reads a file as {@code --events-out} writes it; lines of other topics are skipped.
   *
   * @throws AppException {@link Code#CONFIG} if the file cannot be read, a line is no event, or
   *     there is nothing to draw
   */
  public static EventLog read(Path file) {
    EventLog log = new EventLog();
    try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          log.add(LogLine.parse(line, file + " line " + number));
        }
      }
    } catch (NoSuchFileException e) {
      throw unusable(file, "does not exist", e);
    } catch (CharacterCodingException e) {
      throw unusable(file, "is no text", e);
    } catch (IOException e) {
      throw unusable(file, "cannot be read", e);
    }
    if (log.subjects().isEmpty()) {
      throw unusable(file, "holds no captions, and no actions with attention", null);
    }
    return log;
  }

  /** The captions, then the actions, each in the file's order. */
  List<Subject> subjects() {
    return Stream.concat(
            captions.values().stream(),
            actions.values().stream().filter(action -> attention(action) != null))
        .toList();
  }

  /** What was looked at for a caption or an action; null if nothing tells. */
  @Nullable AttentionEvent attention(Subject subject) {
    AttentionEvent event = attention.get(subject.id());
    boolean shows =
        event != null && event.explains() == subject.explained() && !event.words().isEmpty();
    if (event != null && event.frames() != null) {
      shows &= !event.frames().isEmpty();
    }
    return shows ? event : null;
  }

  /** How many attention events are of no caption and no action. */
  long strays() {
    return attention.values().stream()
        .filter(event -> !of(event.explains()).containsKey(event.id()))
        .count();
  }

  private void add(LogLine line) {
    Subject subject = line.subject();
    if (subject != null) {
      of(subject.explained()).putIfAbsent(subject.id(), subject);
    }
    if (line.attention() != null) {
      attention.putIfAbsent(line.attention().id(), line.attention());
    }
  }

  private Map<String, Subject> of(Explains explained) {
    return explained == Explains.CAPTION ? captions : actions;
  }

  private static AppException unusable(Path file, String what, @Nullable Exception cause) {
    String sentence =
        "%s %s: name a file that --events-out wrote in a run with a pack that captions or attends"
            .formatted(file, what);
    return cause == null
        ? new AppException(Code.CONFIG, sentence)
        : new AppException(Code.CONFIG, sentence, cause);
  }
}
