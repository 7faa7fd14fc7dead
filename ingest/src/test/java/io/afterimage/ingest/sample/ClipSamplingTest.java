package io.afterimage.ingest.sample;

import static io.afterimage.ingest.testing.Clips.regular;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.clip.ClipCodec;
import io.afterimage.ingest.testing.Barcode;
import io.afterimage.ingest.testing.Clips;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sampled pictures of generated files are the right ones, at the right times. */
class ClipSamplingTest {
  private static final FrameInput INPUT =
      new FrameInput(96, 96, Pixels.GRAY8, List.of(Plane.CURRENT, Plane.PREVIOUS), Fit.STRETCH);
  private static final long PERIOD_US = 80_000;
  private static final long[] VARIABLE = variable();

  @TempDir Path folder;

  static Stream<Arguments> shouldSampleTheRightPicturesAtTheRightTimes() {
    List<Arguments> cases = new ArrayList<>();
    for (double fps : new double[] {10, 25, 29.97, 60}) {
      for (String container : List.of("mp4", "mkv", "ts", "avi")) {
        cases.add(Arguments.of(ClipCodec.H264, container, fps, regular(fps, (int) (fps * 2.4))));
        cases.add(Arguments.of(ClipCodec.MJPEG, container, fps, regular(fps, (int) (fps * 2.4))));
      }
      for (String container : List.of("mp4", "mkv")) {
        cases.add(Arguments.of(ClipCodec.VP9, container, fps, regular(fps, (int) (fps * 1.4))));
        cases.add(Arguments.of(ClipCodec.AV1, container, fps, regular(fps, (int) (fps * 1.4))));
      }
    }
    for (ClipCodec codec : List.of(ClipCodec.H264, ClipCodec.VP9, ClipCodec.AV1)) {
      cases.add(Arguments.of(codec, "mp4", 25.0, VARIABLE));
      cases.add(Arguments.of(codec, "mkv", 25.0, VARIABLE));
    }
    cases.add(Arguments.of(ClipCodec.H264, "ts", 25.0, VARIABLE));
    // MJPEG in ts has no stream type of its own.
    cases.removeIf(one -> one.get()[0] == ClipCodec.MJPEG && one.get()[1].equals("ts"));
    return cases.stream();
  }

  @ParameterizedTest(name = "{0} in {1} at {2}")
  @MethodSource
  void shouldSampleTheRightPicturesAtTheRightTimes(
      ClipCodec codec, String container, double fps, long[] times) {
    Assumptions.assumeTrue(codec.isAvailable(), codec + " has no encoder in this build");
    Path clip = Clips.write(folder.resolve("clip." + container), codec, fps, times);
    List<Integer> expected = expected(times);

    List<SampledFrame> frames = read(clip);

    assertThat(frames.stream().map(frame -> number(frame, 0)).toList()).isEqualTo(expected);
    for (int i = 0; i < frames.size(); i++) {
      assertThat(frames.get(i).ptsUs())
          .as("time of picture %d", expected.get(i))
          .isCloseTo(times[expected.get(i)], within(600L));
      assertThat(number(frames.get(i), INPUT.pictureBytes()))
          .as("the picture before %d", expected.get(i))
          .isEqualTo(expected.get(Math.max(0, i - 1)));
      assertThat(frames.get(i).first()).isEqualTo(i == 0);
    }
    assertThat(frames.get(0).ptsUs()).isZero();
    long interval = Math.round(1e6 / fps);
    assertThat((long) frames.get(frames.size() - 1).periodUs())
        .isCloseTo(Math.max(PERIOD_US, interval), within(1_000L));
  }

  /** The law: of each point of the grid, the first picture at or after it. */
  private static List<Integer> expected(long[] times) {
    List<Integer> expected = new ArrayList<>();
    long lastPoint = -1;
    for (int i = 0; i < times.length; i++) {
      long point = (times[i] + 1_000) / PERIOD_US;
      if (point > lastPoint) {
        expected.add(i);
        lastPoint = point;
      }
    }
    return expected;
  }

  private static List<SampledFrame> read(Path clip) {
    List<SampledFrame> frames = new ArrayList<>();
    try (FrameReader reader = FrameReader.open(SourceAddress.parse(clip.toString()), INPUT, 12.5)) {
      for (SampledFrame frame = reader.next(); frame != null; frame = reader.next()) {
        frames.add(frame);
      }
      assertThat(reader.damaged()).isZero();
      assertThat(reader.repaired()).isZero();
      assertThat(reader.shortfall()).isNull();
    }
    return frames;
  }

  private static int number(SampledFrame frame, int offset) {
    return Barcode.read(frame.value().array(), offset, INPUT.width(), INPUT.height());
  }

  /** 25 pictures a second with holes, bursts and times off the grid; none near a boundary. */
  private static long[] variable() {
    List<Long> times = new ArrayList<>(List.of(0L));
    long[] steps = {40_000, 40_000, 35_000, 47_000, 41_000, 250_000, 12_000, 39_000, 55_000};
    for (int i = 0; i < 50; i++) {
      long next = times.get(i) + steps[i % steps.length];
      long toPoint = (next + 1_000) % PERIOD_US;
      times.add(toPoint < 2_000 || toPoint > PERIOD_US - 2_000 ? next + 5_000 : next);
    }
    return times.stream().mapToLong(Long::longValue).toArray();
  }
}
