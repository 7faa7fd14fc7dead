package io.afterimage.app.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.app.kafka.EventLine;
import io.afterimage.contract.CameraId;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.caption.CaptionReason;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.EventMarker;
import io.afterimage.contract.event.LatencyMs;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.event.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A file of events as a run writes it, for tests to fill. */
public final class EventsFile {
  /** A pack that no shelf has. */
  public static final PackRef PACK = new PackRef("test-captions", "1.2.3", "ab".repeat(32));

  /** A pack of actions that no shelf has. */
  public static final PackRef ACTIONS = new PackRef("test-actions", "1.2.3", "cd".repeat(32));

  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

  private final List<String> lines = new ArrayList<>();

  /** A frame of a recording: number and time. */
  public static MediaPoint frame(long seq, long ptsUs) {
    return new MediaPoint(seq, ptsUs, TIME.plusNanos(ptsUs * 1000));
  }

  /** A frame at 12.5 a second. */
  public static MediaPoint frame(long seq) {
    return frame(seq, seq * 80_000);
  }

  /** A caption of a period; its words are the text's. */
  public static CaptionEvent caption(
      String camera, long epoch, MediaPoint start, MediaPoint end, String text, PackRef pack) {
    CaptionReason.Kind kind = CaptionReason.Kind.PERIOD;
    return new CaptionEvent(
        CaptionRequest.id(camera, epoch, start.seq(), end.seq(), kind, pack.id()),
        camera,
        epoch,
        CaptionReason.period(),
        text,
        Arrays.asList(text.split(" ", -1)),
        -0.5,
        start,
        end,
        pack,
        new CaptionEvent.Decoding(CaptionEvent.Method.GREEDY, 1),
        new CaptionEvent.LatencyMs(1, 2, 3, 4, 10));
  }

  /** A caption of the camera "room" in its first epoch. */
  public static CaptionEvent caption(long first, long last, String text) {
    return caption("room", 1, frame(first), frame(last), text, PACK);
  }

  /** Attention over time: of the n-th word to the n-th frame alone, then to the last. */
  public static AttentionEvent temporal(CaptionEvent caption, List<MediaPoint> frames) {
    return new AttentionEvent(
        caption.id(),
        caption.camera(),
        caption.epoch(),
        AttentionEvent.Explains.CAPTION,
        AttentionEvent.Kind.TEMPORAL,
        words(caption, frames.size()),
        frames.stream().map(AttentionEvent.Frame::of).toList(),
        null,
        null);
  }

  /** Attention in one picture: of the n-th word to the n-th cell alone, then to the last. */
  public static AttentionEvent spatial(
      CaptionEvent caption, MediaPoint frame, int rows, int columns) {
    return new AttentionEvent(
        caption.id(),
        caption.camera(),
        caption.epoch(),
        AttentionEvent.Explains.CAPTION,
        AttentionEvent.Kind.SPATIAL,
        words(caption, rows * columns),
        null,
        new AttentionEvent.Grid(rows, columns),
        AttentionEvent.Frame.of(frame));
  }

  /** The start of an action of the camera "room" in its first epoch. */
  public static ActionEvent walk(long first) {
    return action("room", 1, frame(first), "walk", ACTIONS);
  }

  /** The start of an action. */
  public static ActionEvent action(
      String camera, long epoch, MediaPoint start, String label, PackRef pack) {
    return new ActionEvent(
        ActionEvent.id(camera, epoch, start.seq(), label),
        camera,
        epoch,
        Phase.START,
        label,
        0.814,
        start,
        null,
        pack,
        new LatencyMs(1, 2, 3, 4, 10));
  }

  /** Attention of an action to the first of its cells alone. */
  public static AttentionEvent spatial(
      ActionEvent action, MediaPoint frame, int rows, int columns) {
    Double[] weights = new Double[rows * columns];
    Arrays.fill(weights, 0.0);
    weights[0] = 1.0;
    return new AttentionEvent(
        action.id(),
        action.camera(),
        action.epoch(),
        AttentionEvent.Explains.ACTION,
        AttentionEvent.Kind.SPATIAL,
        List.of(new AttentionEvent.Word(action.label(), List.of(weights))),
        null,
        new AttentionEvent.Grid(rows, columns),
        AttentionEvent.Frame.of(frame));
  }

  /** Appends an action. */
  public EventsFile add(ActionEvent action) {
    return add("afterimage.actions", EventJson.write(action));
  }

  /** Appends a caption. */
  public EventsFile add(CaptionEvent caption) {
    return add("afterimage.captions", EventJson.write(caption));
  }

  /** Appends attention. */
  public EventsFile add(AttentionEvent attention) {
    return add("afterimage.attention", EventJson.write(attention));
  }

  /** Appends what markers and events of other topics look like. */
  public EventsFile addOthers() {
    Marker marker = new Marker(new Position(1, 9, 720_000, TIME), Marker.Kind.END);
    byte[] json = EventJson.write(EventMarker.of(new CameraId("room"), marker));
    add("afterimage.captions", json);
    add("afterimage.attention", json);
    add("afterimage.actions", json);
    return add("afterimage.previews", new byte[] {1, 2, 3});
  }

  /** Appends any record. */
  public EventsFile add(String topic, byte[] value) {
    return add(EventLine.of(new ConsumerRecord<>(topic, 0, 0, "room", value)));
  }

  /** Appends a line as it is. */
  public EventsFile add(String line) {
    lines.add(line);
    return this;
  }

  /** Writes the file. */
  public Path write(Path file) throws IOException {
    return Files.write(file, lines, UTF_8);
  }

  private static List<AttentionEvent.Word> words(CaptionEvent caption, int places) {
    List<AttentionEvent.Word> words = new ArrayList<>();
    for (String word : caption.words()) {
      Double[] weights = new Double[places];
      Arrays.fill(weights, 0.0);
      weights[Math.min(words.size(), places - 1)] = 1.0;
      words.add(new AttentionEvent.Word(word, List.of(weights)));
    }
    return words;
  }
}
