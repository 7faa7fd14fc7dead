package io.afterimage.ingest.sim.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.ingest.sim.geometry.Lens;
import io.afterimage.ingest.sim.geometry.Vec3;
import io.afterimage.ingest.sim.render.Sight;
import io.afterimage.ingest.sim.scene.Box;
import io.afterimage.ingest.sim.scene.Furnisher;
import io.afterimage.ingest.sim.scene.Room;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomScriptTest {
  private static final long HOUR_US = 3_600_000_000L;

  private static RoomScript script(long seed) {
    return new RoomScript(Furnisher.furnish(seed, 320, 240), seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldLabelEveryMomentOnce(long seed) {
    RoomScript script = script(seed);
    List<LabelledSegment> segments = script.segments(HOUR_US / 10);
    assertThat(segments.get(0).startUs()).isZero();
    assertThat(segments.get(segments.size() - 1).endUs()).isEqualTo(HOUR_US / 10);
    for (int i = 1; i < segments.size(); i++) {
      LabelledSegment before = segments.get(i - 1);
      LabelledSegment segment = segments.get(i);
      assertThat(segment.startUs()).isEqualTo(before.endUs());
      assertThat(segment.endUs()).isGreaterThan(segment.startUs());
      assertThat(segment.label()).isNotEqualTo(before.label());
      assertThat(script.labelAt(segment.startUs())).isEqualTo(segment.label());
      assertThat(script.labelAt(segment.endUs() - 1)).isEqualTo(segment.label());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42})
  void shouldShowEveryActionWithinTheHour(long seed) {
    Set<String> labels = new HashSet<>();
    script(seed).segments(HOUR_US).forEach(segment -> labels.add(segment.label()));
    assertThat(labels)
        .containsExactlyInAnyOrder(
            "empty", "walk", "stand", "sit_down", "sit", "lie_down", "fall", "lie", "get_up");
  }

  @Test
  void shouldKeepFallsShortAndStandsLong() {
    for (LabelledSegment segment : script(5).segments(HOUR_US)) {
      long lasts = segment.endUs() - segment.startUs();
      if (segment.label().equals("fall")) {
        assertThat(lasts).isLessThan(1_500_000);
      } else if (segment.label().equals("stand")) {
        assertThat(lasts).isGreaterThanOrEqualTo(1_000_000);
      }
    }
  }

  @Test
  void shouldLieAfterEveryFall() {
    List<LabelledSegment> segments = script(8).segments(HOUR_US);
    for (int i = 0; i + 1 < segments.size(); i++) {
      if (segments.get(i).label().equals("fall")) {
        assertThat(segments.get(i + 1).label()).isIn("lie", "empty");
      }
    }
  }

  @Test
  void shouldMixActionsAboutAsRealRoomsDo() {
    double[] seconds = new double[3];
    for (long seed = 100; seed < 110; seed++) {
      for (LabelledSegment segment : script(seed).segments(HOUR_US / 6)) {
        int kind = List.of("walk", "lie", "fall").indexOf(segment.label());
        if (kind >= 0) {
          seconds[kind] += (segment.endUs() - segment.startUs()) / 1e6;
        }
      }
    }
    double total = 10 * 600;
    assertThat(seconds[0] / total).isBetween(0.18, 0.4);
    assertThat(seconds[1] / total).isBetween(0.1, 0.3);
    assertThat(seconds[2] / total).isBetween(0.005, 0.03);
  }

  @Test
  void shouldCallEmptyOnlyWhatNobodyCanSee() {
    Room room = Furnisher.furnish(9, 320, 240);
    RoomScript script = new RoomScript(room, 9);
    for (LabelledSegment segment : script.segments(HOUR_US / 6)) {
      boolean seen = false;
      for (long at = segment.startUs(); at < segment.endUs(); at += 40_000) {
        seen |= Sight.sees(room.lens(), script.bodiesAt(at / 1e6));
      }
      assertThat(seen).as("%s", segment).isEqualTo(!segment.label().equals("empty"));
    }
  }

  @Test
  void shouldSitOnStoolsThatTheCameraSeesAlone() {
    int seen = 0;
    int unseen = 0;
    for (long seed = 9001; seed < 9031; seed++) {
      Room room = Furnisher.furnish(seed, 320, 240);
      Optional<Box> stool = room.stool();
      if (stool.isPresent()) {
        boolean used = isSatOn(stool.get(), new RoomScript(room, seed));
        if (isInPicture(room.lens(), stool.get().outside(0, 0, stool.get().top()))) {
          seen += used ? 1 : 0;
        } else {
          unseen++;
          assertThat(used).as("seed %d", seed).isFalse();
        }
      }
    }
    assertThat(seen).isPositive();
    assertThat(unseen).isPositive();
  }

  private static boolean isSatOn(Box stool, RoomScript script) {
    return script.segments(HOUR_US / 6).stream()
        .filter(segment -> segment.label().equals("sit"))
        .flatMap(sit -> script.bodiesAt((sit.startUs() + sit.endUs()) / 2e6).stream())
        .anyMatch(piece -> isOn(stool, piece.from()));
  }

  private static boolean isOn(Box box, Vec3 place) {
    Vec3 own = box.inside(place);
    return place.z() > box.top()
        && Math.abs(own.x()) < box.halfLength()
        && Math.abs(own.y()) < box.halfWidth();
  }

  private static boolean isInPicture(Lens lens, Vec3 place) {
    double column = lens.column(place);
    double row = lens.row(place);
    return column > 0 && column < lens.width() && row > 0 && row < lens.height();
  }

  @Test
  void shouldTellTheSameStoryInAnyOrder() {
    RoomScript forward = script(3);
    RoomScript jumping = script(3);
    String late = jumping.labelAt(HOUR_US - 1);
    for (long ptsUs = 0; ptsUs < HOUR_US / 6; ptsUs += 777_777) {
      assertThat(jumping.labelAt(ptsUs)).isEqualTo(forward.labelAt(ptsUs));
    }
    assertThat(forward.labelAt(HOUR_US - 1)).isEqualTo(late);
  }
}
