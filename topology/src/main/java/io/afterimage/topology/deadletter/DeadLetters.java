package io.afterimage.topology.deadletter;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.inference.InferenceException;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Sets records aside that cannot be used, counted by cause. Thread-safe. */
public final class DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final String topic;
  private final String stage;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Map<String, Instant> nextWarning = new ConcurrentHashMap<>();

  /**
   * @param topic where references go
   * @param stage who sets them aside, as counted in the metrics
   * @param clock the wall clock
   * @param meters counts by cause
   */
  public DeadLetters(String topic, String stage, Clock clock, MeterRegistry meters) {
    this.topic = topic;
    this.stage = stage;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * Where a record lies.
   *
   * @param topic its topic
   * @param partition its partition
   * @param offset its offset
   */
  public record Place(String topic, int partition, long offset) {
    /** Where the record lies that a processor has at hand; nowhere if it has none. */
    public static Place of(Optional<RecordMetadata> metadata) {
      return metadata
          .map(at -> new Place(at.topic(), at.partition(), at.offset()))
          .orElse(new Place("", -1, -1));
    }
  }

  /** The topic for references. */
  String topic() {
    return topic;
  }

  /**
   * The reference to a record, which is counted and logged with it.
   *
   * @param place where the record lies
   * @param camera its key, if it is readable text
   * @param value its bytes
   * @param fault why it cannot be used
   */
  public DeadLetter set(
      Place place, @Nullable String camera, byte @Nullable [] value, Exception fault) {
    String cause = cause(fault);
    byte[] bytes = value == null ? new byte[0] : value;
    meters.counter("afterimage.dead.letters", "stage", stage, "cause", cause).increment();
    log(place, camera, cause, fault);
    return new DeadLetter(
        clock.instant(),
        stage,
        cause,
        String.valueOf(fault.getMessage()),
        place.topic(),
        place.partition(),
        place.offset(),
        camera,
        bytes.length,
        sha256(bytes));
  }

  /** Warns once a minute and cause: a camera that sends only such records must not fill the log. */
  private void log(Place place, @Nullable String camera, String cause, Exception fault) {
    Instant now = clock.instant();
    Instant next = nextWarning.get(cause);
    boolean due = next == null || !now.isBefore(next);
    if (due) {
      nextWarning.put(cause, now.plus(QUIET));
    }
    LOG.atLevel(due ? Level.WARN : Level.DEBUG)
        .log(
            "Record {}-{}@{} of camera '{}' was set aside ({}): {}",
            place.topic(),
            place.partition(),
            place.offset(),
            camera,
            cause,
            fault.getMessage());
  }

  /** The kind of fault, as counted in the metrics. */
  public static String cause(Exception fault) {
    if (fault instanceof ContractException contract) {
      return contract.code().name().toLowerCase(Locale.ROOT);
    }
    if (fault instanceof InferenceException inference) {
      return inference.code().name().toLowerCase(Locale.ROOT);
    }
    return "unreadable";
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
