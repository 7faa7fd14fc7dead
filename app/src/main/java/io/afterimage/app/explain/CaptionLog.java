package io.afterimage.app.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.caption.CaptionEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The captions in a file of events, and the attention to each. Of events with one id the first
 * counts: a replay says the same again. Immutable once it is read.
 */
public final class CaptionLog {
  private final Map<String, CaptionEvent> captions = new LinkedHashMap<>();
  private final Map<String, AttentionEvent> attention = new LinkedHashMap<>();

  private CaptionLog() {}

  /**
   * Reads a file as {@code --events-out} writes it; lines of other topics are skipped.
   *
   * @throws AppException {@link Code#CONFIG} if the file cannot be read, a line is no event, or
   *     there is no caption
   */
  public static CaptionLog read(Path file) {
    CaptionLog log = new CaptionLog();
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
    if (log.captions.isEmpty()) {
      throw unusable(file, "holds no captions", null);
    }
    return log;
  }

  /** The captions, in the file's order. */
  List<CaptionEvent> captions() {
    return List.copyOf(captions.values());
  }

  /** What was looked at for a caption; null if nothing tells. */
  @Nullable AttentionEvent attention(CaptionEvent caption) {
    AttentionEvent event = attention.get(caption.id());
    boolean shows = event != null && !event.words().isEmpty();
    if (event != null && event.frames() != null) {
      shows &= !event.frames().isEmpty();
    }
    return shows ? event : null;
  }

  /** How many attention events are of no caption. */
  long strays() {
    return attention.keySet().stream().filter(id -> !captions.containsKey(id)).count();
  }

  private void add(LogLine line) {
    if (line.caption() != null) {
      captions.putIfAbsent(line.caption().id(), line.caption());
    }
    if (line.attention() != null) {
      attention.putIfAbsent(line.attention().id(), line.attention());
    }
  }

  private static AppException unusable(Path file, String what, @Nullable Exception cause) {
    String sentence =
        "%s %s: name a file that --events-out wrote in a run with a caption pack"
            .formatted(file, what);
    return cause == null
        ? new AppException(Code.CONFIG, sentence)
        : new AppException(Code.CONFIG, sentence, cause);
  }
}
