package io.afterimage.app.explain;

import static io.afterimage.app.explain.EventsFile.caption;
import static io.afterimage.app.explain.EventsFile.frame;
import static io.afterimage.app.explain.EventsFile.spatial;
import static io.afterimage.app.explain.EventsFile.temporal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.app.AppException;
import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.MediaPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CaptionLogTest {
  private static final CaptionEvent SITS = caption(5, 9, "a person sits");
  private static final CaptionEvent LIES = caption(20, 29, "a person lies");

  @TempDir private Path folder;

  @Test
  void shouldTakeCaptionsWithTheirAttentionAndSkipTheRest() throws IOException {
    AttentionEvent attention = temporal(LIES, List.of(frame(20), frame(25)));
    AttentionEvent stray = spatial(caption(50, 60, "nobody"), frame(55), 2, 2);
    CaptionLog log =
        read(
            new EventsFile()
                .addOthers()
                .add("")
                .add(attention)
                .add(SITS)
                .add(LIES)
                .add(LIES)
                .add(stray));

    assertThat(log.captions()).containsExactly(SITS, LIES);
    assertThat(log.attention(SITS)).isNull();
    assertThat(log.attention(LIES)).isEqualTo(attention);
    assertThat(log.strays()).isEqualTo(1);
  }

  @Test
  void shouldTakeAttentionToNothingAsNone() throws IOException {
    AttentionEvent silent =
        new AttentionEvent(
            SITS.id(),
            "room",
            1,
            AttentionEvent.Kind.TEMPORAL,
            List.of(),
            List.of(new AttentionEvent.Frame(5, 400_000)),
            null,
            null);
    assertThat(read(new EventsFile().add(SITS).add(silent)).attention(SITS)).isNull();
  }

  @Test
  void shouldSayWhichLineIsNoEvent() {
    assertThatThrownBy(() -> read(new EventsFile().addOthers().add("{\"topic\":\"a")))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("events.jsonl line 5 is no JSON");
    for (String line : List.of("7", "[]", "{\"value\":1}", "{\"topic\":5}")) {
      assertThatThrownBy(() -> read(new EventsFile().add(SITS).add(line)))
          .as(line)
          .hasMessageContaining("events.jsonl line 2 is no event: it names no topic");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"pts_us\":720000' | '\"pts_us\":7'     | from 400000 to 7 microseconds",
        "'\"pts_us\":400000' | '\"pts_us\":-1'    | from -1 to 720000 microseconds",
        "'\"camera\":\"room\"' | '\"camera\":null' | it has no camera",
        "'\"kind\":\"period\"' | '\"kind\":\"mood\"' | not a CaptionEvent",
        "'\"words\":[' | '\"mots\":['             | not a CaptionEvent",
        "'\"version\"' | '\"edition\"'             | it has no pack's version",
      })
  void shouldSayWhichCaptionIsNone(String good, String bad, String told) {
    String json = new String(EventJson.write(SITS), UTF_8);
    assertThat(json).contains(good);
    EventsFile events =
        new EventsFile()
            .add(LIES)
            .add("afterimage.captions", json.replace(good, bad).getBytes(UTF_8));
    assertThatThrownBy(() -> read(events))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("events.jsonl line 2 cannot be used: ")
        .hasMessageContaining(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"rows\":2,\"columns\":3' | '\"rows\":-2,\"columns\":-3' | a grid of -2 rows and -3 columns",
        "'\"rows\":2'               | '\"rows\":4'                 | '6 weights, not 12'",
        "'\"pts_us\":560000'        | '\"pts_us\":-5'              | a frame at -5 microseconds",
        "'\"word\":\"sits\"'        | '\"word\":null'              | it has no word",
      })
  void shouldSayWhichAttentionIsNone(String good, String bad, String told) {
    String json = new String(EventJson.write(spatial(SITS, frame(7), 2, 3)), UTF_8);
    assertThat(json).contains(good);
    EventsFile events =
        new EventsFile().add("afterimage.attention", json.replace(good, bad).getBytes(UTF_8));
    assertThatThrownBy(() -> read(events))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("events.jsonl line 1 cannot be used: ")
        .hasMessageContaining(told);
  }

  @Test
  void shouldRefuseWhatWouldNotFitOnASheet() {
    List<MediaPoint> frames = LongStream.range(0, 513).mapToObj(EventsFile::frame).toList();
    assertThatThrownBy(() -> read(new EventsFile().add(temporal(SITS, frames))))
        .hasMessageContaining("513 frames by 3 words, more than can be drawn");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"topic\":\"afterimage.actions\",\"value\":{}}"})
  void shouldSayThatThereAreNoCaptions(String line) {
    assertThatThrownBy(() -> read(new EventsFile().add(line)))
        .isInstanceOf(AppException.class)
        .hasMessageContaining(
            "events.jsonl holds no captions: name a file that --events-out wrote");
  }

  @Test
  void shouldSayThatAFileCannotBeRead() throws IOException {
    assertThatThrownBy(() -> CaptionLog.read(folder.resolve("gone.jsonl")))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("gone.jsonl does not exist");
    assertThatThrownBy(() -> CaptionLog.read(folder))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("cannot be read");
    Path picture = Files.write(folder.resolve("picture"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    assertThatThrownBy(() -> CaptionLog.read(picture))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("picture is no text");
  }

  private CaptionLog read(EventsFile events) throws IOException {
    return CaptionLog.read(events.write(folder.resolve("events.jsonl")));
  }
}
