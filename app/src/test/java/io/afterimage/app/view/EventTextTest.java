package io.afterimage.app.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.caption.CaptionReason;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.LatencyMs;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.event.Phase;
import io.afterimage.contract.event.Prediction;
import io.afterimage.contract.event.TruthEvent;
import io.afterimage.contract.letter.LetterWriter;
import io.afterimage.contract.letter.RecordBytes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EventTextTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.250Z");
  private static final PackRef PACK = new PackRef("p", "1.0.0", "0".repeat(64));

  private final EventText text = new EventText(ZoneOffset.UTC, false);

  @Test
  void shouldTellAStart() {
    assertThat(line(action(Phase.START, null)))
        .isEqualTo("12:00:00.2  front            fall         start            83 %");
  }

  @Test
  void shouldTellHowLongAnEventTook() {
    MediaPoint end = new MediaPoint(20, 3_600_000, NOON.plusSeconds(2));
    assertThat(line(action(Phase.END, end)))
        .isEqualTo("12:00:02.2  front            fall         end       1.6 s  83 %");
  }

  @Test
  void shouldTellThatAnEventGoesOn() {
    assertThat(text.of(action(Phase.UPDATE, null), NOON.plusSeconds(9)))
        .isEqualTo("12:00:09.2  front            fall         update           83 %");
  }

  @Test
  void shouldColourPhasesOnATerminal() {
    EventText coloured = new EventText(ZoneOffset.UTC, true);
    assertThat(coloured.of(action(Phase.START, null), NOON)).contains("\u001b[1m\u001b[32mstart");
    assertThat(coloured.of(action(Phase.UPDATE, null), NOON)).contains("\u001b[36mupdate");
  }

  @Test
  void shouldTellAPrediction() {
    Prediction prediction =
        new Prediction("front", 1, 3, 240_000, NOON, "walk", Map.of("walk", 0.514), PACK);
    assertThat(line(prediction))
        .isEqualTo("12:00:00.2  front            walk                   0.2 s  51 %");
  }

  @Test
  void shouldTellTheTruth() {
    assertThat(line(new TruthEvent("front", 1, 3, 240_000, NOON, "walk")))
        .isEqualTo("12:00:00.2  front            walk         truth");
  }

  @Test
  void shouldTellWhatWasSaid() {
    MediaPoint first = new MediaPoint(3, 2_000_000, NOON.minusSeconds(4));
    MediaPoint last = new MediaPoint(53, 6_000_000, NOON);
    CaptionEvent caption =
        new CaptionEvent(
            "front/1/3-53/period/words",
            "front",
            1,
            CaptionReason.period(),
            "a man lies down",
            List.of("a", "man", "lies", "down"),
            -0.5,
            first,
            last,
            PACK,
            new CaptionEvent.Decoding(CaptionEvent.Method.BEAM, 3),
            new CaptionEvent.LatencyMs(1, 1, 1, 1, 4));
    assertThat(line(caption))
        .isEqualTo("12:00:00.2  front            period       says      4.0 s  a man lies down");
  }

  @Test
  void shouldTellWhyARecordWasSetAside() {
    DeadLetter letter =
        new LetterWriter("encode", 0, Clock.fixed(NOON, ZoneOffset.UTC))
            .write(
                new RecordBytes("a.frames", 2, 7, 0, new RecordHeaders(), null, new byte[5]),
                "bad_length",
                new IllegalStateException("3 bytes are missing"));
    assertThat(line(letter))
        .isEqualTo(
            "12:00:00.2  -                bad_length   encode 3 bytes are missing (a.frames-2 at 7)");
  }

  @Test
  void shouldTellTheSizeOfWhatIsNoEvent() {
    assertThat(text.of(record("pixels".getBytes(UTF_8)))).contains("front").endsWith("6 bytes");
    assertThat(text.of(record(null))).endsWith("0 bytes");
  }

  private String line(Object event) {
    return text.of(record(EventJson.write(event)));
  }

  private static ActionEvent action(Phase phase, @Nullable MediaPoint end) {
    return new ActionEvent(
        "front/1/3/fall",
        "front",
        1,
        phase,
        "fall",
        0.8275,
        new MediaPoint(3, 2_000_000, NOON),
        end,
        PACK,
        new LatencyMs(1, 1, 1, 1, 4));
  }

  @SuppressWarnings("NullAway") // Kafka's values may be null, which its types do not say.
  private static ConsumerRecord<String, byte[]> record(byte @Nullable [] value) {
    return new ConsumerRecord<>("topic", 0, 0, "front", value);
  }
}
