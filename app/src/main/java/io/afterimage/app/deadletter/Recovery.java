package io.afterimage.app.deadletter;

import io.afterimage.app.deadletter.Recovered.From;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.DeadLetter.Part;
import io.afterimage.contract.letter.RecordBytes;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Finds the bytes of records that were set aside: in their topic, if it still holds the same
 * record, else in the letter, if it holds all of it. For one thread.
 */
final class Recovery {
  private final CommittedLog log;

  /**
   * @param log the cluster; stays the caller's
   */
  Recovery(CommittedLog log) {
    this.log = log;
  }

  /** The record of a letter. */
  Recovered find(DeadLetter letter) {
    if (letter.topic().isEmpty()) {
      return new Recovered(From.NOWHERE, null, "no record caused it: the clock was at work");
    }
    ConsumerRecord<byte[], byte[]> found =
        letter.isOfNoTopic() ? null : log.find(letter.topic(), letter.partition(), letter.offset());
    if (found != null && isSame(letter, found)) {
      return new Recovered(From.TOPIC, bytes(found), "still in its topic, unchanged");
    }
    String where = whereNot(letter, found);
    if (!letter.isWhole()) {
      return new Recovered(From.NOWHERE, null, where + ", and " + cut(letter));
    }
    RecordBytes kept = kept(letter);
    if (!kept.sha256().equals(letter.sha256())) {
      return new Recovered(
          From.NOWHERE, null, where + ", and what the letter holds has another hash than it says");
    }
    return new Recovered(From.LETTER, kept, where + "; the letter holds all of it");
  }

  private static String whereNot(
      DeadLetter letter, @Nullable ConsumerRecord<byte[], byte[]> found) {
    if (letter.isOfNoTopic()) {
      return "it was passed in memory";
    }
    return found == null
        ? "%s-%d no longer holds it".formatted(letter.topic(), letter.partition())
        : "%s-%d holds another record at its offset".formatted(letter.topic(), letter.partition());
  }

  /** What of a letter's record was cut, as the end of a sentence. */
  static String cut(DeadLetter letter) {
    return letter.cut().stream()
        .map(
            part ->
                part == Part.PAYLOAD
                    ? "its payload was cut at %d of %d bytes"
                        .formatted(length(letter.payload()), letter.size())
                    : "its %s was cut".formatted(part.name().toLowerCase(Locale.ROOT)))
        .collect(Collectors.joining(" and "));
  }

  /** A topic that was made anew has other records at the same offsets. */
  private static boolean isSame(DeadLetter letter, ConsumerRecord<byte[], byte[]> found) {
    RecordBytes bytes = bytes(found);
    return isSameKey(letter, found.key())
        // A record without a time is given 0 on its way.
        && Math.max(0, found.timestamp()) == Math.max(0, letter.timestampMs())
        && bytes.size() == letter.size()
        && bytes.sha256().equals(letter.sha256());
  }

  private static boolean isSameKey(DeadLetter letter, byte @Nullable [] found) {
    byte[] key = DeadLetter.bytes(letter.key());
    if (key == null || found == null) {
      return key == found;
    }
    // Of a key that was cut its beginning is known.
    boolean longEnough = letter.cut().contains(Part.KEY) && found.length > key.length;
    return Arrays.equals(key, longEnough ? Arrays.copyOf(found, key.length) : found);
  }

  private static RecordBytes bytes(ConsumerRecord<byte[], byte[]> found) {
    return new RecordBytes(
        found.topic(),
        found.partition(),
        found.offset(),
        found.timestamp(),
        found.headers(),
        found.key(),
        found.value());
  }

  /** The record that the letter holds. */
  private static RecordBytes kept(DeadLetter letter) {
    Headers headers = new RecordHeaders();
    letter
        .headers()
        .forEach(header -> headers.add(header.name(), DeadLetter.bytes(header.value())));
    return new RecordBytes(
        letter.topic(),
        letter.partition(),
        letter.offset(),
        letter.timestampMs(),
        headers,
        DeadLetter.bytes(letter.key()),
        DeadLetter.bytes(letter.payload()));
  }

  private static int length(@Nullable String base64) {
    byte[] bytes = DeadLetter.bytes(base64);
    return bytes == null ? 0 : bytes.length;
  }
}
