package io.afterimage.app.replay.diff;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.caption.CaptionReason;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.LatencyMs;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.event.Phase;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a camera's topics tell, at ten frames a second, so that frame 15 is at 1.5 s. Latencies are
 * never the same twice.
 */
final class Tellings {
  static final PackRef OLD = new PackRef("room", "1.0.0", "a".repeat(64));
  static final PackRef NEW = new PackRef("room", "1.1.0", "b".repeat(64));
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private Tellings() {}

  /** A frame of an epoch. */
  static MediaPoint frame(long seq) {
    return new MediaPoint(seq, seq * 100_000, NOON.plusMillis(seq * 100));
  }

  /** Adds frames of an epoch to what is replayed. */
  static void cover(Coverage coverage, String camera, long epoch, long first, long last) {
    for (long seq = first; seq <= last; seq++) {
      coverage.add(camera, new Marker(position(epoch, seq), Marker.Kind.IDLE), false);
    }
  }

  /** Adds an epoch's end to what is replayed. */
  static void end(Coverage coverage, String camera, long epoch, long last) {
    coverage.add(camera, new Marker(position(epoch, last), Marker.Kind.END), false);
  }

  private static Position position(long epoch, long seq) {
    MediaPoint at = frame(seq);
    return new Position(epoch, seq, at.ptsUs(), at.time());
  }

  /** An event's start, and its end if it has one. */
  static void tell(
      ToldEvents told, PackRef pack, String camera, long first, long last, String label) {
    start(told, pack, camera, first, label, 0.5);
    end(told, pack, camera, first, last, label, 0.75);
  }

  static void start(
      ToldEvents told, PackRef pack, String camera, long first, String label, double confidence) {
    told.take(record(event(pack, camera, Phase.START, first, null, label, confidence)));
  }

  static void end(
      ToldEvents told,
      PackRef pack,
      String camera,
      long first,
      long last,
      String label,
      double confidence) {
    told.take(record(event(pack, camera, Phase.END, first, frame(last), label, confidence)));
  }

  private static ActionEvent event(
      PackRef pack,
      String camera,
      Phase phase,
      long first,
      @Nullable MediaPoint end,
      String label,
      double confidence) {
    return new ActionEvent(
        ActionEvent.id(camera, 1, first, label),
        camera,
        1,
        phase,
        label,
        confidence,
        frame(first),
        end,
        pack,
        new LatencyMs(0, 0, 0, 0, ThreadLocalRandom.current().nextDouble()));
  }

  /** A caption of the window between two frames. */
  static void caption(
      ToldCaptions told, String camera, long first, long last, CaptionReason reason, String text) {
    CaptionEvent event =
        new CaptionEvent(
            "%s/1/%d/%d".formatted(camera, first, last),
            camera,
            1,
            reason,
            text,
            List.of(text.split(" ", -1)),
            -0.5,
            frame(first),
            frame(last),
            new PackRef("words", "1.0.0", "c".repeat(64)),
            new CaptionEvent.Decoding(CaptionEvent.Method.GREEDY, 1),
            new CaptionEvent.LatencyMs(0, 0, 0, 0, ThreadLocalRandom.current().nextDouble()));
    ConsumerRecord<byte[], byte[]> record = record(event);
    event.cloudEvent().writeTo(record.headers());
    told.take(record);
  }

  private static ConsumerRecord<byte[], byte[]> record(Object event) {
    return new ConsumerRecord<>(
        "events", 0, 0, new CameraId("a").value().getBytes(UTF_8), EventJson.write(event));
  }
}
