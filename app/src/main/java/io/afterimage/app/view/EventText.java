package io.afterimage.app.view;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.Prediction;
import io.afterimage.contract.event.TruthEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;

/** An event as one readable line. Immutable. */
public final class EventText {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.S", Locale.ROOT);

  private static final String NO_PHASE = " ".repeat(6);

  private final DateTimeFormatter clock;
  private final Ansi ansi;

  /**
   * Texts for a place and a terminal.
   *
   * @param zone in which times are told
   * @param colours whether phases are coloured
   */
  public EventText(ZoneId zone, boolean colours) {
    clock = CLOCK.withZone(zone);
    ansi = colours ? Ansi.ON : Ansi.OFF;
  }

  /** The line of any record. */
  public String of(ConsumerRecord<String, byte[]> record) {
    int size = record.value() == null ? 0 : record.value().length;
    if (size == 0) {
      return sized(record, 0);
    }
    try {
      JsonNode json = EventJson.read(record.value(), JsonNode.class);
      if (json.has("phase")) {
        return of(
            EventJson.read(record.value(), ActionEvent.class),
            Instant.ofEpochMilli(record.timestamp()));
      }
      if (json.has("words") && json.has("text")) {
        return of(EventJson.read(record.value(), CaptionEvent.class));
      }
      if (json.has("scores")) {
        return of(EventJson.read(record.value(), Prediction.class));
      }
      if (json.has("stage")) {
        return of(EventJson.read(record.value(), DeadLetter.class));
      }
      if (json.has("label")) {
        return of(EventJson.read(record.value(), TruthEvent.class));
      }
    } catch (ContractException e) {
      // No JSON, such as a picture: told by its size below.
    }
    return sized(record, size);
  }

  private String sized(ConsumerRecord<String, byte[]> record, int bytes) {
    Instant time = Instant.ofEpochMilli(record.timestamp());
    return columns(time, record.key(), record.topic(), NO_PHASE, bytes + " bytes");
  }

  /**
   * The line of an action event: when it began, that it goes on, or when it ended and how long it
   * took.
   *
   * @param told when it was told of, for an update, which has no time of its own
   */
  String of(ActionEvent event, Instant told) {
    MediaPoint end = event.end();
    String lasted = end == null ? "" : seconds(end.ptsUs() - event.start().ptsUs());
    return columns(
        switch (event.phase()) {
          case START -> event.start().time();
          case UPDATE -> told;
          case END -> (end == null ? event.start() : end).time();
        },
        event.camera(),
        event.label(),
        switch (event.phase()) {
          case START -> "@|bold,green start |@";
          case UPDATE -> "@|cyan update|@";
          case END -> "@|yellow end   |@";
        },
        "%8s  %s%s".formatted(lasted, percent(event.confidence()), speaker(event)));
  }

  /** The pack, where it is one of several: the first one's events have the shorter ids. */
  private static String speaker(ActionEvent event) {
    String plain =
        ActionEvent.id(event.camera(), event.epoch(), event.start().seq(), event.label());
    return event.id().equals(plain) ? "" : "  " + event.pack().id();
  }

  private String of(Prediction prediction) {
    double score = prediction.scores().getOrDefault(prediction.label(), 0.0);
    return columns(
        prediction.time(),
        prediction.camera(),
        prediction.label(),
        NO_PHASE,
        "%8s  %s".formatted(seconds(prediction.ptsUs()), percent(score)));
  }

  private String of(CaptionEvent caption) {
    return columns(
        caption.end().time(),
        caption.camera(),
        caption.reason().kind().wireName(),
        "@|bold,blue says  |@",
        "%8s  %s"
            .formatted(seconds(caption.end().ptsUs() - caption.start().ptsUs()), caption.text()));
  }

  private String of(TruthEvent truth) {
    return columns(truth.time(), truth.camera(), truth.label(), "@|magenta truth |@", "");
  }

  private String of(DeadLetter letter) {
    return columns(
        letter.time(),
        letter.camera(),
        letter.cause(),
        "@|red %-6s|@".formatted(letter.stage()),
        "%s (%s-%d at %d)"
            .formatted(letter.message(), letter.topic(), letter.partition(), letter.offset()));
  }

  private String columns(
      Instant time, @Nullable String camera, String label, String phase, String rest) {
    return "%s  %-16s %-12s %s %s"
        .formatted(
            clock.format(time), camera == null ? "-" : camera, label, ansi.string(phase), rest)
        .stripTrailing();
  }

  private static String seconds(long microseconds) {
    return String.format(Locale.ROOT, "%.1f s", microseconds / 1e6);
  }

  private static String percent(double share) {
    return Math.round(share * 100) + " %";
  }
}
