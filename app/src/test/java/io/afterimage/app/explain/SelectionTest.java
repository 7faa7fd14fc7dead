package io.afterimage.app.explain;

import static io.afterimage.app.explain.EventsFile.ACTIONS;
import static io.afterimage.app.explain.EventsFile.PACK;
import static io.afterimage.app.explain.EventsFile.action;
import static io.afterimage.app.explain.EventsFile.caption;
import static io.afterimage.app.explain.EventsFile.frame;
import static io.afterimage.app.explain.EventsFile.spatial;
import static io.afterimage.app.explain.EventsFile.temporal;
import static io.afterimage.app.explain.EventsFile.walk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.app.AppException;
import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.event.ActionEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SelectionTest {
  @TempDir private Path folder;

  @Test
  void shouldTakeTheOnlyCameraAndEpochInTheOrderOfLastFrames() throws IOException {
    CaptionEvent late = caption(30, 39, "late");
    CaptionEvent early = caption(5, 9, "early");
    CaptionEvent between = caption(0, 34, "between");
    EventsFile events =
        new EventsFile()
            .add(late)
            .add(between)
            .add(temporal(between, List.of(frame(0), frame(20))))
            .add(early);

    // Without attention the middle frame is drawn, long before the window ends.
    assertThat(texts(events, null, null, null)).containsExactly("early", "between", "late");
    assertThat(texts(events, "room", 1L, 2)).containsExactly("early", "between");
    assertThat(new Selection(null, null, null).of(log(events)))
        .extracting(Asked::timesUs)
        .containsExactly(List.of(7 * 80_000L), List.of(0L, 20 * 80_000L), List.of(34 * 80_000L));
  }

  @Test
  void shouldAskWhichOfSeveralCamerasAndEpochs() throws IOException {
    EventsFile events =
        new EventsFile()
            .add(of("yard", 1))
            .add(of("door", 2))
            .add(of("door", 11))
            .add(of("door", 2));

    assertThatThrownBy(() -> texts(events, null, null, null))
        .isInstanceOf(AppException.class)
        .hasMessage("there are captions of 2 cameras, door, yard: say which with --camera");
    assertThatThrownBy(() -> texts(events, "door", null, null))
        .hasMessage("there are captions of 2 epochs, 2, 11: say which with --epoch");
    assertThatThrownBy(() -> texts(events, "hall", null, null))
        .hasMessage("there is nothing of camera hall: there are captions of door, yard");
    assertThatThrownBy(() -> texts(events, "yard", 2L, null))
        .hasMessage("there is nothing of epoch 2: there are captions of 1");
    assertThat(texts(events, "door", 11L, null)).containsExactly("door 11");
    assertThat(texts(events, "yard", null, null)).containsExactly("yard 1");
  }

  @Test
  void shouldTakeActionsAsCaptionsAre() throws IOException {
    ActionEvent walk = walk(7);
    ActionEvent elsewhere = action("yard", 3, frame(2), "fall", ACTIONS);
    EventsFile events =
        new EventsFile()
            .add(caption(5, 9, "early"))
            .add(walk)
            .add(spatial(walk, frame(12), 2, 2))
            .add(caption(30, 39, "late"));
    assertThat(texts(events, null, null, null)).containsExactly("early", "walk", "late");
    assertThat(texts(events, null, null, 2)).containsExactly("early", "walk");
    assertThat(new Selection(null, null, null).of(log(events)).get(1).timesUs())
        .containsExactly(12 * 80_000L);

    events.add(elsewhere).add(spatial(elsewhere, frame(4), 2, 2));
    assertThatThrownBy(() -> texts(events, null, null, null))
        .hasMessage(
            "there are captions and actions of 2 cameras, room, yard: say which with --camera");
    assertThatThrownBy(() -> texts(events, "yard", 1L, null))
        .hasMessage("there is nothing of epoch 1: there are actions of 3");
    assertThat(texts(events, "yard", null, null)).containsExactly("fall");
  }

  @Test
  void shouldListSomeOfManyCameras() throws IOException {
    EventsFile events = new EventsFile();
    for (int i = 10; i < 40; i++) {
      events.add(of("camera-" + i, 1));
    }
    assertThatThrownBy(() -> texts(events, null, null, null))
        .hasMessageContaining("30 cameras, camera-10, ")
        .hasMessageContaining("camera-21 and 18 more: say which");
  }

  @Test
  void shouldRefuseNumbersBelowOne() {
    assertThatThrownBy(() -> new Selection(null, null, -1))
        .isInstanceOf(AppException.class)
        .hasMessage("--limit is -1; it must be 1 or more");
    assertThatThrownBy(() -> new Selection(null, null, 0)).isInstanceOf(AppException.class);
    assertThatThrownBy(() -> new Selection(null, 0L, null))
        .hasMessage("--epoch is 0; it must be 1 or more");
  }

  private static CaptionEvent of(String camera, long epoch) {
    return caption(camera, epoch, frame(1), frame(3), camera + " " + epoch, PACK);
  }

  private List<String> texts(
      EventsFile events, @Nullable String camera, @Nullable Long epoch, @Nullable Integer limit)
      throws IOException {
    return new Selection(camera, epoch, limit)
        .of(log(events)).stream().map(asked -> asked.subject().text()).toList();
  }

  private EventLog log(EventsFile events) throws IOException {
    return EventLog.read(events.write(folder.resolve("events.jsonl")));
  }
}
