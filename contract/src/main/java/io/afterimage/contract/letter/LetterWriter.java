package io.afterimage.contract.letter;

import io.afterimage.contract.CountedFault;
import io.afterimage.contract.HeaderText;
import io.afterimage.contract.StrictText;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.DeadLetter.Part;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Makes the dead letters of a stage. Whatever the record is, a letter's JSON stays below 1 MiB: its
 * key, headers, message and payload are cut where they are longer. Immutable and thread-safe.
 *
 * @param stage who sets records aside, as counted in the metrics
 * @param maxPayload bytes of a record's value that are kept, 0 to {@link #MOST_PAYLOAD}
 * @param clock the wall clock
 */
public record LetterWriter(String stage, int maxPayload, Clock clock) {
  /** What is kept of a value unless told otherwise: whole features, and frames of small packs. */
  public static final int DEFAULT_PAYLOAD = 64 << 10;

  /** The most that may be kept of a value: base64 makes a third more of it. */
  public static final int MOST_PAYLOAD = 512 << 10;

  /** Characters of the message, and bytes of the key. */
  static final int MOST_TEXT = 1_000;

  /** Bytes of all headers' names and values: a frame has less than one KiB. */
  static final int MOST_HEADERS = 16 << 10;

  private static final int HEADER_FRAMING = 32;

  /**
   * @throws IllegalArgumentException if the bound is out of range
   */
  public LetterWriter {
    if (maxPayload < 0 || maxPayload > MOST_PAYLOAD) {
      throw new IllegalArgumentException(
          "a dead letter keeps 0 to %d bytes of a record, not %d"
              .formatted(MOST_PAYLOAD, maxPayload));
    }
  }

  /**
   * Under which cause a fault is counted.
   *
   * @param otherwise the cause of an exception that names none
   */
  public static String cause(Throwable fault, String otherwise) {
    return fault instanceof CountedFault counted ? counted.cause() : otherwise;
  }

  /**
   * The letter of a record.
   *
   * @param record what cannot be used
   * @param cause the kind of fault
   * @param fault why it cannot be used
   */
  public DeadLetter write(RecordBytes record, String cause, Throwable fault) {
    Set<Part> cut = EnumSet.noneOf(Part.class);
    String key = head(record.key(), MOST_TEXT, Part.KEY, cut);
    String payload = head(record.value(), maxPayload, Part.PAYLOAD, cut);
    return new DeadLetter(
        clock.instant(),
        stage,
        cause,
        shortened(String.valueOf(fault.getMessage())),
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestampMs(),
        cut.contains(Part.KEY) ? null : StrictText.find(record.key()),
        record.size(),
        record.sha256(),
        key,
        headers(record, cut),
        payload,
        List.copyOf(cut),
        replayOf(record));
  }

  /** The key of the letter's own record: the record's, if it is of a sensible size. */
  public static byte @Nullable [] letterKey(byte @Nullable [] key) {
    return key == null || key.length > MOST_TEXT ? null : key;
  }

  private static @Nullable String head(
      byte @Nullable [] bytes, int most, Part part, Set<Part> cut) {
    if (bytes == null) {
      return null;
    }
    if (bytes.length > most) {
      cut.add(part);
    }
    byte[] head = bytes.length > most ? Arrays.copyOf(bytes, most) : bytes;
    return Base64.getEncoder().encodeToString(head);
  }

  /** A record that was put back again and again names the last letter only. */
  private static List<DeadLetter.Header> headers(RecordBytes record, Set<Part> cut) {
    List<DeadLetter.Header> headers = new ArrayList<>();
    int left = MOST_HEADERS;
    for (Header header : record.headers()) {
      if (header.key().equals(DeadLetter.REPLAY_OF)) {
        continue;
      }
      byte[] value = header.value();
      left -= HEADER_FRAMING + header.key().length() + (value == null ? 0 : value.length);
      if (left < 0) {
        cut.add(Part.HEADERS);
        break;
      }
      String text = value == null ? null : Base64.getEncoder().encodeToString(value);
      headers.add(new DeadLetter.Header(header.key(), text));
    }
    return headers;
  }

  private static @Nullable String replayOf(RecordBytes record) {
    String origin = HeaderText.find(record.headers(), DeadLetter.REPLAY_OF);
    return origin == null ? null : shortened(origin);
  }

  private static String shortened(String message) {
    return message.length() > MOST_TEXT ? message.substring(0, MOST_TEXT) + "…" : message;
  }
}
