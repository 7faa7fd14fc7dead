package io.afterimage.topology.deadletter;

import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.letter.LetterWriter;
import io.afterimage.contract.letter.RecordBytes;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Sets records aside that cannot be used, counted by cause. Thread-safe. */
public final class DeadLetters {
  /** The configuration key under which they are handed to Kafka Streams' handlers. */
  public static final String CONFIG = "afterimage.topology.dead.letters";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final String topic;
  private final LetterWriter letters;
  private final MeterRegistry meters;
  private final FailedRecords failed = new FailedRecords();
  private final Map<String, Instant> nextWarning = new ConcurrentHashMap<>();

  /**
   * @param topic where letters go
   * @param letters makes them, in the name of a stage
   * @param meters counts by cause
   */
  public DeadLetters(String topic, LetterWriter letters, MeterRegistry meters) {
    this.topic = topic;
    this.letters = letters;
    this.meters = meters;
  }

  /** The topic for letters. */
  String topic() {
    return topic;
  }

  /** The records at which a stage failed without having foreseen it. */
  public FailedRecords failed() {
    return failed;
  }

  /**
   * The letter about a record, which is counted and logged with it.
   *
   * @param record the record
   * @param fault why it cannot be used
   */
  public DeadLetter set(RecordBytes record, Exception fault) {
    String cause = cause(fault);
    meters.counter("afterimage.dead.letters", "stage", letters.stage(), "cause", cause).increment();
    DeadLetter letter = letters.write(record, cause, fault);
    log(letter);
    return letter;
  }

  /** Warns once a minute and cause: a camera that sends only such records must not fill the log. */
  private void log(DeadLetter letter) {
    Instant now = letter.time();
    Instant next = nextWarning.get(letter.cause());
    boolean due = next == null || !now.isBefore(next);
    if (due) {
      nextWarning.put(letter.cause(), now.plus(QUIET));
    }
    LOG.atLevel(due ? Level.WARN : Level.DEBUG)
        .log(
            "Record {}-{}@{} of camera '{}' was set aside ({}): {}",
            letter.topic(),
            letter.partition(),
            letter.offset(),
            letter.camera(),
            letter.cause(),
            letter.message());
  }

  /** The kind of fault, as counted in the metrics. */
  public static String cause(Exception fault) {
    return LetterWriter.cause(fault, "unreadable");
  }
}
