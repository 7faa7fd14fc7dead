package io.afterimage.ingest.sample;

import static io.afterimage.ingest.testing.Clips.regular;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.LoopFilter;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.clip.ClipCodec;
import io.afterimage.ingest.stream.CallDeadline;
import io.afterimage.ingest.stream.Deadlines;
import io.afterimage.ingest.testing.Clips;
import io.afterimage.ingest.testing.IngestFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RealtimeTest {
  @TempDir Path folder;

  @Test
  void shouldHoldPicturesOfAFileBackUntilTheirTime() {
    Path clip = Clips.write(folder.resolve("c.mp4"), ClipCodec.H264, 25, regular(25, 40));
    assertPaced(clip.toString(), 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sim:room?size=64x48&duration=1600ms"})
  void shouldHoldDrawnPicturesBack(String source) {
    assertPaced(source, 20);
  }

  @Test
  void shouldCountAPictureThatIsReadTooLateFromWhenItWasDue() {
    Path clip = Clips.write(folder.resolve("c.mp4"), ClipCodec.H264, 25, regular(25, 40));
    try (FrameReader reader = open(clip.toString(), new CallDeadline())) {
      SampledFrame first = Objects.requireNonNull(reader.next());
      while (System.nanoTime() - first.receivedNanos() < 700_000_000) {
        Thread.onSpinWait();
      }
      SampledFrame late = Objects.requireNonNull(reader.next());
      assertThat(late.ptsUs()).isEqualTo(80_000);
      // Not the 700 ms after which it was read, less what a decoder may hold back.
      assertThat(late.receivedNanos() - first.receivedNanos()).isLessThan(500_000_000);
      assertThat(Duration.between(first.captureTime(), late.captureTime()).toMillis())
          .isLessThan(500);
    }
  }

  @Test
  void shouldEndAWaitWhenClosed() {
    CallDeadline deadline = new CallDeadline();
    try (FrameReader reader = open("sim:room?size=64x48&fps=1", deadline)) {
      assertThat(reader.next()).isNotNull();
      deadline.cancel();
      IngestException failure = catchThrowableOfType(IngestException.class, reader::next);
      assertThat(failure.code()).isEqualTo(Code.CLOSED);
    }
  }

  private static void assertPaced(String source, int count) {
    List<SampledFrame> frames = new ArrayList<>();
    try (FrameReader reader = open(source, new CallDeadline())) {
      for (SampledFrame frame = reader.next(); frame != null; frame = reader.next()) {
        frames.add(frame);
      }
    }
    assertThat(frames).hasSize(count);
    SampledFrame first = frames.get(0);
    for (SampledFrame frame : frames) {
      // No picture comes before its time, however slow the machine is.
      assertThat(Duration.ofNanos(frame.receivedNanos() - first.receivedNanos()).toNanos() / 1000)
          .isGreaterThanOrEqualTo(frame.ptsUs() - 1_000);
    }
  }

  private static FrameReader open(String source, CallDeadline deadline) {
    return FrameReader.open(
        SourceAddress.parse(source),
        new ReaderSettings(
            IngestFixture.INPUT, 12.5, LoopFilter.ALL, EncodingChoice.RAW, true, Deadlines.DEFAULT),
        deadline);
  }
}
