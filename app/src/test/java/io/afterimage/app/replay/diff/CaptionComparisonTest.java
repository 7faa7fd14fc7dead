package io.afterimage.app.replay.diff;

import static io.afterimage.app.replay.diff.Tellings.OLD;
import static io.afterimage.app.replay.diff.Tellings.caption;
import static io.afterimage.app.replay.diff.Tellings.cover;
import static io.afterimage.app.replay.diff.Tellings.end;
import static io.afterimage.app.replay.diff.Tellings.tell;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.caption.CaptionReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Captions of one camera, whose frames come ten a second; an edge is 2 s long. */
class CaptionComparisonTest {
  private static final CaptionReason PERIOD = CaptionReason.period();

  private final Coverage coverage = new Coverage();
  private final ToldEvents liveEvents = new ToldEvents(coverage);
  private final ToldEvents replayedEvents = new ToldEvents(coverage);
  private final ToldCaptions live = new ToldCaptions(coverage);
  private final ToldCaptions replayed = new ToldCaptions(coverage);

  @Test
  void shouldCompareTextsByTheIdOfTheRequest() {
    wholeEpoch();
    caption(live, "a", 10, 20, PERIOD, "a person sits");
    caption(replayed, "a", 10, 20, PERIOD, "a person sits");
    caption(live, "a", 30, 40, PERIOD, "a person sits");
    caption(replayed, "a", 30, 40, PERIOD, "a person lies");
    caption(live, "a", 50, 60, PERIOD, "a person falls");
    caption(replayed, "a", 51, 60, PERIOD, "a person falls");

    CaptionsReport report = compare(Duration.ZERO);

    assertThat(report.counts()).isEqualTo(new Counts(1, 0, 1, 1, 1));
    assertThat(report.otherText()).isEqualTo(1);
    assertThat(report.differing().get(0).fields()).containsExactly("text", "words");
  }

  @Test
  void shouldLeaveOutWhatSomebodyAskedFor() {
    wholeEpoch();
    caption(live, "a", 10, 20, CaptionReason.request(), "a person sits");
    caption(live, "a", 30, 40, PERIOD, "a person lies");
    caption(replayed, "a", 30, 40, PERIOD, "a person lies");

    CaptionsReport report = compare(Duration.ZERO);

    assertThat(report.counts()).isEqualTo(new Counts(1, 0, 0, 0, 0));
    assertThat(live.asked()).isEqualTo(1);
  }

  @Test
  void shouldNotCompareWithAPackThatHasNotSpoken() {
    wholeEpoch();
    caption(replayed, "a", 30, 40, PERIOD, "a person lies");

    assertThat(compare(Duration.ZERO).compared()).isFalse();
  }

  @Test
  void shouldTellApartCaptionsWithinAnEventThatTouchesAnEdge() {
    cover(coverage, "a", 1, 100, 300);
    tell(liveEvents, OLD, "a", 90, 190, "lie");
    caption(live, "a", 140, 180, PERIOD, "a person lies"); // While it goes on.
    caption(live, "a", 191, 230, PERIOD, "a person lies"); // After it.

    CaptionsReport report = compare(Duration.ZERO);

    assertThat(report.edge()).isEqualTo(new Counts(0, 0, 0, 1, 0));
    assertThat(report.counts()).isEqualTo(new Counts(0, 0, 0, 1, 0));
  }

  @Test
  void shouldTellApartWhatAnEarlierCaptionMayHaveKeptBack() {
    cover(coverage, "a", 1, 100, 400);
    caption(replayed, "a", 140, 180, PERIOD, "a person lies"); // 8 s after the beginning.
    caption(replayed, "a", 200, 230, PERIOD, "a person sits"); // 13 s after it.
    caption(live, "a", 300, 330, PERIOD, "a person sits");

    CaptionsReport report = compare(Duration.ofSeconds(10));

    assertThat(report.edge()).isEqualTo(new Counts(0, 0, 0, 0, 1));
    assertThat(report.counts()).isEqualTo(new Counts(0, 0, 0, 1, 1));
  }

  private void wholeEpoch() {
    cover(coverage, "a", 1, 0, 200);
    end(coverage, "a", 1, 200);
  }

  private CaptionsReport compare(Duration remembered) {
    return new Comparison(coverage, Duration.ofSeconds(2), OLD)
        .captions("words", remembered, live, replayed, liveEvents, replayedEvents);
  }
}
