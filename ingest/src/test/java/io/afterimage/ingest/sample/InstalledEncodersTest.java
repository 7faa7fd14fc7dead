package io.afterimage.ingest.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.clip.ClipCodec;
import io.afterimage.ingest.testing.Barcode;
import io.afterimage.ingest.testing.Clips;
import io.afterimage.ingest.testing.IngestFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Codecs that this build of FFmpeg reads and cannot write: written by an ffmpeg of the machine, if
 * there is one with that encoder. Pictures come out of order from these encoders.
 */
class InstalledEncodersTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "libx264, mp4",
    "libx264, mkv",
    "libx264, ts",
    "libx264, avi",
    "libx265, mp4",
    "libx265, mkv",
    "libx265, ts",
    "mpeg4, avi",
    "mpeg2video, ts"
  })
  void shouldSampleTheRightPictures(String encoder, String container) throws Exception {
    Path plain = Clips.write(folder.resolve("p.mkv"), ClipCodec.MJPEG, 25, Clips.regular(25, 100));
    Path clip = folder.resolve("c." + container);
    Assumptions.assumeTrue(
        encode(plain, clip, encoder), "no ffmpeg with " + encoder + " on this machine");

    List<Integer> numbers = new ArrayList<>();
    try (FrameReader reader =
        FrameReader.open(SourceAddress.parse(clip.toString()), IngestFixture.INPUT, 12.5)) {
      for (SampledFrame frame = reader.next(); frame != null; frame = reader.next()) {
        assertThat(frame.ptsUs()).isCloseTo(numbers.size() * 80_000L, within(600L));
        numbers.add(Barcode.read(frame.value().array(), 0, 96, 96));
      }
      assertThat(reader.damaged()).isZero();
    }
    assertThat(numbers).hasSize(50);
    for (int i = 0; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).isEqualTo(2 * i);
    }
  }

  private static boolean encode(Path from, Path to, String encoder) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(
                  "ffmpeg",
                  "-v",
                  "error",
                  "-i",
                  from.toString(),
                  "-c:v",
                  encoder,
                  "-bf",
                  "2",
                  "-pix_fmt",
                  "yuv420p",
                  "-y",
                  to.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
