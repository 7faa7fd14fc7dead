package io.afterimage.bench.chaos.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.bench.chaos.compare.Difference.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventComparisonTest {
  private static final List<Told> RIGHT =
      List.of(
          told("a", "1/start", "x"),
          told("b", "9/start", "x"),
          told("a", "1/update", "0.5"),
          told("a", "1/update", "0.6"),
          told("a", "1/end", "x"),
          told("b", "9/end", "x"));

  private static Told told(String camera, String id, String content) {
    return new Told(camera, id, id + " " + content);
  }

  private static List<Kind> kinds(List<Told> disturbed) {
    return EventComparison.of("actions", RIGHT, disturbed).stream().map(Difference::kind).toList();
  }

  @Test
  void shouldFindNothingInTheSame() {
    assertThat(kinds(RIGHT)).isEmpty();
  }

  @Test
  void shouldNotMindHowCamerasLieBetweenEachOther() {
    List<Told> other = new ArrayList<>(RIGHT);
    Collections.swap(other, 0, 1);
    Collections.swap(other, 4, 5);
    assertThat(kinds(other)).isEmpty();
  }

  @Test
  void shouldFindWhatIsLost() {
    for (Told lost : RIGHT) {
      List<Told> other = new ArrayList<>(RIGHT);
      other.remove(lost);
      assertThat(EventComparison.of("actions", RIGHT, other))
          .containsExactly(new Difference("actions", Kind.LOST, lost.lane(), lost.content(), null));
    }
  }

  @Test
  void shouldFindWhatIsDoubled() {
    for (Told doubled : RIGHT) {
      List<Told> other = new ArrayList<>(RIGHT);
      other.add(doubled);
      assertThat(EventComparison.of("actions", RIGHT, other))
          .containsExactly(
              new Difference("actions", Kind.DOUBLED, doubled.lane(), null, doubled.content()));
      assertThat(kinds(EventComparison.withoutRepeats(other))).isEmpty();
    }
  }

  @Test
  void shouldFindWhatIsReordered() {
    List<Told> other = new ArrayList<>(RIGHT);
    Collections.swap(other, 2, 3);
    assertThat(kinds(other)).containsExactly(Kind.REORDERED);
  }

  @Test
  void shouldFindWhatIsChanged() {
    List<Told> other = new ArrayList<>(RIGHT);
    other.set(4, told("a", "1/end", "y"));
    assertThat(EventComparison.of("actions", RIGHT, other))
        .containsExactly(new Difference("actions", Kind.CHANGED, "a", "1/end x", "1/end y"));
  }

  @Test
  void shouldFindWhatIsInvented() {
    List<Told> other = new ArrayList<>(RIGHT);
    other.add(told("c", "5/start", "x"));
    assertThat(kinds(other)).containsExactly(Kind.INVENTED);
  }
}
