package io.afterimage.app.explain;

import static io.afterimage.app.explain.EventsFile.caption;
import static io.afterimage.app.explain.EventsFile.frame;
import static io.afterimage.app.explain.EventsFile.spatial;
import static io.afterimage.app.explain.EventsFile.temporal;
import static io.afterimage.app.explain.EventsFile.walk;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.app.AppException;
import io.afterimage.app.explain.draw.Subject;
import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.event.ActionEvent;
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

final class EventLogTest {
  private static final CaptionEvent SITS = caption(5, 9, "a person sits");
  private static final CaptionEvent LIES = caption(20, 29, "a person lies");

  @TempDir private Path folder;

  @Test
  void shouldTakeCaptionsWithTheirAttentionAndSkipTheRest() throws IOException {
    AttentionEvent attention = temporal(LIES, List.of(frame(20), frame(25)));
    AttentionEvent stray = spatial(caption(50, 60, "nobody"), frame(55), 2, 2);
    EventLog log =
        read(
            new EventsFile()
                .addOthers()
                .add("")
                .add(attention)
                .add(SITS)
                .add(LIES)
                .add(LIES)
                .add(stray));

    assertThat(log.subjects()).containsExactly(Subject.of(SITS), Subject.of(LIES));
    assertThat(log.attention(Subject.of(SITS))).isNull();
    assertThat(log.attention(Subject.of(LIES))).isEqualTo(attention);
    assertThat(log.strays()).isEqualTo(1);
  }

  @Test
  void shouldTakeActionsOfWhichItIsToldWhatWasLookedAt() throws IOException {
    ActionEvent walk = walk(3);
    AttentionEvent attention = spatial(walk, frame(9), 2, 3);
    EventLog log =
        read(
            new EventsFile()
                .add(attention)
                .add(walk)
                .add(walk(30))
                .add(spatial(walk(60), frame(66), 2, 3)));

    assertThat(log.subjects()).containsExactly(Subject.of(walk));
    assertThat(log.attention(Subject.of(walk))).isEqualTo(attention);
    assertThat(log.strays()).isEqualTo(1);
    assertThat(Subject.of(walk).when()).isEqualTo("from 0:00.24");
    assertThat(Subject.of(SITS).when()).isEqualTo("0:00.40 to 0:00.72");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"pts_us\":240000'  | '\"pts_us\":-1'   | an action from -1 microseconds",
        "'\"label\":\"walk\"' | '\"label\":null' | it has no label",
        "'\"start\":{'        | '\"begin\":{'     | it has no start",
        "'\"pack\":{'         | '\"packs\":{'     | it has no pack",
      })
  void shouldSayWhichActionIsNone(String good, String bad, String told) {
    String json = new String(EventJson.write(walk(3)), UTF_8);
    assertThat(json).contains(good);
    EventsFile events =
        new EventsFile().add("afterimage.actions", json.replace(good, bad).getBytes(UTF_8));
    assertThatThrownBy(() -> read(events))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("events.jsonl line 1 cannot be used: ")
        .hasMessageContaining(told);
  }

  @Test
  void shouldTakeAttentionToNothingAsNone() throws IOException {
    AttentionEvent silent =
        new AttentionEvent(
            SITS.id(),
            "room",
            1,
            AttentionEvent.Explains.CAPTION,
            AttentionEvent.Kind.TEMPORAL,
            List.of(),
            List.of(new AttentionEvent.Frame(5, 400_000)),
            null,
            null);
    assertThat(read(new EventsFile().add(SITS).add(silent)).attention(Subject.of(SITS))).isNull();
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
        "'\"explains\":\"caption\"' | '\"explains\":null'          | it has no explains",
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
  void shouldSayThatThereIsNothingToDraw(String line) {
    assertThatThrownBy(() -> read(new EventsFile().add(line)))
        .isInstanceOf(AppException.class)
        .hasMessageContaining(
            "events.jsonl holds no captions, and no actions with attention: name a file that");
  }

  @Test
  void shouldSayThatAFileCannotBeRead() throws IOException {
    assertThatThrownBy(() -> EventLog.read(folder.resolve("gone.jsonl")))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("gone.jsonl does not exist");
    assertThatThrownBy(() -> EventLog.read(folder))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("cannot be read");
    Path picture = Files.write(folder.resolve("picture"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    assertThatThrownBy(() -> EventLog.read(picture))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("picture is no text");
  }

  private EventLog read(EventsFile events) throws IOException {
    return EventLog.read(events.write(folder.resolve("events.jsonl")));
  }
}
