package io.afterimage.app.replay.diff;

import static io.afterimage.app.replay.diff.Tellings.NEW;
import static io.afterimage.app.replay.diff.Tellings.OLD;
import static io.afterimage.app.replay.diff.Tellings.cover;
import static io.afterimage.app.replay.diff.Tellings.end;
import static io.afterimage.app.replay.diff.Tellings.start;
import static io.afterimage.app.replay.diff.Tellings.tell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.afterimage.app.replay.diff.Verdict.What;
import io.afterimage.contract.event.PackRef;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Events of one camera, whose frames come ten a second; an edge is 2 s long. */
class ComparisonTest {
  private final Coverage coverage = new Coverage();
  private final ToldEvents live = new ToldEvents(coverage);
  private final ToldEvents replayed = new ToldEvents(coverage);

  @Test
  void shouldFindNothingWhereOnlyTheLatencyDiffers() {
    wholeEpoch();
    tell(live, OLD, "a", 10, 20, "walk");
    tell(replayed, OLD, "a", 10, 20, "walk");

    EventsReport report = compare(OLD);

    assertThat(report.samePack()).isTrue();
    assertThat(report.counts()).isEqualTo(new Counts(1, 0, 0, 0, 0));
    assertThat(report.differing()).isEmpty();
  }

  @Test
  void shouldTellWhatChangedIsMissingAndIsAdded() {
    wholeEpoch();
    start(live, OLD, "a", 10, "walk", 0.5);
    end(live, OLD, "a", 10, 20, "walk", 0.75);
    start(replayed, OLD, "a", 10, "walk", 0.6);
    end(replayed, OLD, "a", 10, 21, "walk", 0.75);
    tell(live, OLD, "a", 30, 40, "sit");
    tell(replayed, OLD, "a", 31, 40, "sit");

    EventsReport report = compare(OLD);

    assertThat(report.counts()).isEqualTo(new Counts(0, 0, 1, 1, 1));
    assertThat(report.differing())
        .extracting(Verdict::id, Verdict::what)
        .containsExactly(
            tuple("a/1/10/walk", What.CHANGED),
            tuple("a/1/30/sit", What.MISSING),
            tuple("a/1/31/sit", What.ADDED));
    assertThat(report.differing().get(0).fields())
        .containsExactly("confidence", "end.pts_us", "end.seq", "end.time");
  }

  @Test
  void shouldTellThatAnEndWasNotTold() {
    wholeEpoch();
    tell(live, OLD, "a", 10, 20, "walk");
    start(replayed, OLD, "a", 10, "walk", 0.5);

    Verdict verdict = compare(OLD).differing().get(0);

    assertThat(verdict.differs()).isTrue();
    assertThat(verdict.fields()).containsExactly("records");
  }

  @Test
  void shouldCountRecordsThatRepeatTheOneBefore() {
    wholeEpoch();
    start(live, OLD, "a", 10, "walk", 0.5);
    tell(live, OLD, "a", 10, 20, "walk");
    tell(replayed, OLD, "a", 10, 20, "walk");

    EventsReport report = compare(OLD);

    assertThat(report.counts().identical()).isEqualTo(1);
    assertThat(report.repeatedLive()).isEqualTo(1);
    assertThat(report.repeatedReplayed()).isZero();
  }

  @Test
  void shouldTellApartWhatTouchesAnEdgeInTheMiddleOfAnEpoch() {
    cover(coverage, "a", 1, 100, 200);
    tell(live, OLD, "a", 90, 105, "walk"); // Over the beginning.
    tell(live, OLD, "a", 119, 130, "sit"); // In the first 2 s.
    tell(live, OLD, "a", 120, 140, "lie"); // Just after them.
    tell(live, OLD, "a", 150, 181, "fall"); // Into the last 2 s.
    start(live, OLD, "a", 150, "stand", 0.5); // Still open.
    tell(live, OLD, "a", 20, 99, "walk"); // Before.
    tell(live, OLD, "a", 201, 210, "walk"); // After.

    EventsReport report = compare(OLD);

    assertThat(report.counts()).isEqualTo(new Counts(0, 0, 0, 1, 0));
    assertThat(report.edge()).isEqualTo(new Counts(0, 0, 0, 4, 0));
    assertThat(report.differing().stream().filter(Verdict::differs))
        .extracting(Verdict::id)
        .containsExactly("a/1/120/lie");
  }

  @Test
  void shouldCallALittleLessConfidenceCloseWhereTheMemoryBeganLater() {
    cover(coverage, "a", 1, 100, 200);
    start(live, OLD, "a", 130, "walk", 0.5);
    start(replayed, OLD, "a", 130, "walk", 0.52);
    end(live, OLD, "a", 130, 140, "walk", 0.75);
    end(replayed, OLD, "a", 130, 140, "walk", 0.75);
    start(live, OLD, "a", 150, "sit", 0.5);
    start(replayed, OLD, "a", 150, "sit", 0.56);
    end(live, OLD, "a", 150, 160, "sit", 0.75);
    end(replayed, OLD, "a", 150, 160, "sit", 0.75);

    EventsReport report = compare(OLD);

    assertThat(report.counts()).isEqualTo(new Counts(0, 1, 1, 0, 0));
    assertThat(report.differing().stream().filter(Verdict::differs))
        .extracting(Verdict::id)
        .containsExactly("a/1/150/sit");
  }

  @Test
  void shouldCallNothingCloseWhereTheMemoryIsTheSame() {
    wholeEpoch();
    start(live, OLD, "a", 130, "walk", 0.5);
    start(replayed, OLD, "a", 130, "walk", 0.5001);

    assertThat(compare(OLD).counts()).isEqualTo(new Counts(0, 0, 1, 0, 0));
  }

  @Test
  void shouldKnowNoEdgeWhereTheEpochItselfBeginsAndEnds() {
    wholeEpoch();
    tell(live, OLD, "a", 0, 5, "walk");
    tell(live, OLD, "a", 190, 200, "sit");
    start(live, OLD, "a", 195, "lie", 0.5);

    EventsReport report = compare(OLD);

    assertThat(report.counts()).isEqualTo(new Counts(0, 0, 0, 3, 0));
    assertThat(report.edge().total()).isZero();
  }

  @Test
  void shouldTakeANewerEpochForTheEndOfTheOneBefore() {
    cover(coverage, "a", 1, 0, 100);
    cover(coverage, "a", 2, 0, 10);

    assertThat(coverage.spans()).extracting(Span::ends).containsExactly(true, false);
  }

  @Test
  void shouldMatchEventsOfAnotherPackByHalfOfTheirTime() {
    wholeEpoch();
    tell(live, OLD, "a", 10, 30, "walk");
    tell(replayed, NEW, "a", 15, 33, "walk"); // 1.5 s of 2.3 s.
    tell(live, OLD, "a", 50, 60, "walk");
    tell(replayed, NEW, "a", 56, 70, "walk"); // 0.4 s of 2.0 s.
    tell(live, OLD, "a", 80, 90, "sit");
    tell(replayed, NEW, "a", 80, 90, "lie");

    EventsReport report = compare(NEW);

    assertThat(report.samePack()).isFalse();
    assertThat(report.labels())
        .extracting(LabelRow::label, LabelRow::live, LabelRow::replayed, LabelRow::matched)
        .containsExactly(
            tuple("lie", 0L, 1L, 0L), tuple("sit", 1L, 0L, 0L), tuple("walk", 2L, 2L, 1L));
    LabelRow walk = report.labels().get(2);
    assertThat(walk.onlyLive()).containsExactly("a/1/50/walk");
    assertThat(walk.onlyReplayed()).containsExactly("a/1/56/walk");
    assertThat(walk.liveS()).isEqualTo(3.0);
    assertThat(walk.replayedS()).isEqualTo(3.2);
    assertThat(walk.agreementS()).isEqualTo(1.9);
  }

  @Test
  void shouldPairEachEventOnceAndTheBestFirst() {
    wholeEpoch();
    tell(live, OLD, "a", 10, 40, "walk");
    tell(replayed, NEW, "a", 10, 26, "walk"); // 1.6 s of 3.0 s.
    tell(replayed, NEW, "a", 11, 40, "walk"); // 2.9 s of 3.0 s.

    LabelRow walk = compare(NEW).labels().get(0);

    assertThat(walk.matched()).isEqualTo(1);
    assertThat(walk.onlyReplayed()).containsExactly("a/1/10/walk");
  }

  @Test
  void shouldNotCountThePackItselfAsADifference() {
    wholeEpoch();
    tell(live, OLD, "a", 10, 20, "walk");
    tell(replayed, NEW, "a", 10, 20, "walk");

    assertThat(compare(NEW).counts()).isEqualTo(new Counts(1, 0, 0, 0, 0));
  }

  @Test
  void shouldCompareWithThePackOfTheSameIdOrElseWithTheOneThatToldMost() {
    wholeEpoch();
    PackRef other = new PackRef("yard", "1.0.0", "d".repeat(64));
    tell(live, other, "a", 10, 20, "walk");
    tell(live, other, "a", 30, 40, "walk");
    tell(live, OLD, "a", 50, 60, "walk");
    tell(replayed, NEW, "a", 50, 60, "walk");

    EventsReport same = compare(NEW);
    EventsReport most = compare(new PackRef("hall", "1.0.0", "e".repeat(64)));

    assertThat(same.live()).containsExactly(OLD);
    assertThat(same.leftOut()).isEqualTo(2);
    assertThat(same.counts()).isEqualTo(new Counts(1, 0, 0, 0, 0));
    assertThat(most.live()).containsExactly(other);
    assertThat(most.counts().missing()).isEqualTo(2);
  }

  private void wholeEpoch() {
    cover(coverage, "a", 1, 0, 200);
    end(coverage, "a", 1, 200);
  }

  private EventsReport compare(PackRef pack) {
    return new Comparison(coverage, Duration.ofSeconds(2), pack).events(live, replayed);
  }
}
