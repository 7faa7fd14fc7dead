package io.afterimage.app.deadletter;

import io.afterimage.contract.StrictText;
import io.afterimage.contract.event.DeadLetter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Letters as text for people. What a record held may be anything: no control character of it
 * reaches a terminal. Immutable.
 */
final class LetterText {
  private static final int FEW_WORDS = 72;
  private static final int FEW_BYTES = 24;

  private final DateTimeFormatter clock;

  /**
   * @param zone in which times are told
   */
  LetterText(ZoneId zone) {
    clock = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
  }

  /** A letter as one line. */
  String line(Letter letter) {
    DeadLetter content = letter.content();
    return "%-8s  %s  %-7s %-15s %-12s %s, %d bytes: %s"
        .formatted(
            letter.ref(),
            clock.format(content.time()),
            plain(content.stage()),
            plain(content.cause()),
            content.camera() == null ? "-" : plain(content.camera()),
            place(content),
            content.size(),
            shortened(plain(content.message())));
  }

  /**
   * All of a letter.
   *
   * @param now what can be had of its record
   */
  String whole(Letter letter, String now) {
    DeadLetter content = letter.content();
    List<String> lines = new ArrayList<>();
    lines.add(letter.ref().toString());
    lines.add(field("set aside", clock.format(content.time())));
    lines.add(field("stage", plain(content.stage())));
    lines.add(field("cause", plain(content.cause())));
    lines.add(field("message", plain(content.message())));
    lines.add(field("record", place(content)));
    lines.add(field("written", written(content)));
    lines.add(field("key", content.key() == null ? "none" : bytes(content.key())));
    lines.add(field("value", content.payload() == null ? "none" : content.size() + " bytes"));
    lines.add(field("sha256", plain(content.sha256())));
    for (DeadLetter.Header header : content.headers()) {
      String value = header.value() == null ? "none" : bytes(header.value());
      lines.add(field("header", plain(header.name()) + " = " + value));
    }
    lines.add(
        field(
            "kept", content.isWhole() ? "all of the record" : "a part: " + Recovery.cut(content)));
    if (content.replayOf() != null) {
      lines.add(field("put back", "from " + plain(content.replayOf()) + ", and failed again"));
    }
    lines.add(field("now", now));
    return lines.stream().map(line -> line + System.lineSeparator()).collect(Collectors.joining());
  }

  /** The text without control characters. */
  static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", "\ufffd");
  }

  private String written(DeadLetter letter) {
    return letter.timestampMs() < 0
        ? "at no time"
        : clock.format(Instant.ofEpochMilli(letter.timestampMs()));
  }

  private static String place(DeadLetter letter) {
    if (letter.topic().isEmpty()) {
      return "no record";
    }
    return letter.isOfNoTopic()
        ? plain(letter.topic()) + ", passed in memory"
        : "%s-%d@%d".formatted(plain(letter.topic()), letter.partition(), letter.offset());
  }

  private static String field(String name, String value) {
    return "  %-10s %s".formatted(name, value);
  }

  /** Text as it is, other bytes in hexadecimal digits. */
  private static String bytes(@Nullable String base64) {
    byte[] bytes = DeadLetter.bytes(base64);
    if (bytes == null) {
      return "none";
    }
    String text = StrictText.find(bytes);
    if (text != null && text.equals(plain(text))) {
      return shortened(text);
    }
    int few = Math.min(bytes.length, FEW_BYTES);
    return "%d bytes, no text: %s%s"
        .formatted(
            bytes.length,
            HexFormat.ofDelimiter(" ").formatHex(bytes, 0, few),
            few < bytes.length ? " …" : "");
  }

  private static String shortened(String text) {
    return text.length() > FEW_WORDS ? text.substring(0, FEW_WORDS) + "…" : text;
  }
}
