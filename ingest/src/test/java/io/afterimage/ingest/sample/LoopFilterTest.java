package io.afterimage.ingest.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.LoopFilter;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.clip.ClipCodec;
import io.afterimage.ingest.clip.ClipSettings;
import io.afterimage.ingest.clip.ClipWriter;
import io.afterimage.ingest.picture.Size;
import io.afterimage.ingest.stream.CallDeadline;
import io.afterimage.ingest.stream.Deadlines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pictures whose blocks are smoothed, and pictures whose blocks are not. */
class LoopFilterTest {
  private static final Size SIZE = new Size(160, 128);
  private static final FrameInput INPUT =
      new FrameInput(
          SIZE.width(), SIZE.height(), Pixels.GRAY8, List.of(Plane.CURRENT), Fit.STRETCH);
  private static final int PICTURES = 40;

  /** Few enough bits that blocks show. */
  private static final long BITS = 60_000;

  @TempDir Path folder;

  @Test
  void shouldLeaveKeyPicturesAsTheyAre() throws Exception {
    Path clip = clip(ClipCodec.H264);
    List<byte[]> smooth = read(clip, LoopFilter.ALL);
    List<byte[]> blocks = read(clip, LoopFilter.KEY);

    assertThat(blocks).hasSameSizeAs(smooth).hasSize(PICTURES);
    assertThat(blocks.get(0)).isEqualTo(smooth.get(0));
    assertThat(blocks.get(1)).isNotEqualTo(smooth.get(1));
    for (int i = 1; i < PICTURES; i++) {
      assertThat(meanDifference(blocks.get(i), smooth.get(i))).as("picture %d", i).isLessThan(8);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VP9", "AV1", "MJPEG"})
  void shouldChangeNothingWhereADecoderCannotLeaveItOut(ClipCodec codec) throws Exception {
    Assumptions.assumeTrue(codec.isAvailable(), codec + " has no encoder in this build");
    Path clip = clip(codec);
    List<byte[]> smooth = read(clip, LoopFilter.ALL);
    List<byte[]> blocks = read(clip, LoopFilter.KEY);
    assertThat(blocks).hasSize(PICTURES);
    for (int i = 0; i < PICTURES; i++) {
      assertThat(blocks.get(i)).as("picture %d", i).isEqualTo(smooth.get(i));
    }
  }

  private static double meanDifference(byte[] one, byte[] other) {
    long sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs((one[i] & 0xff) - (other[i] & 0xff));
    }
    return (double) sum / one.length;
  }

  private static List<byte[]> read(Path clip, LoopFilter filtered) {
    ReaderSettings settings =
        new ReaderSettings(INPUT, 25, filtered, EncodingChoice.RAW, false, Deadlines.DEFAULT);
    List<byte[]> pictures = new ArrayList<>();
    try (FrameReader reader =
        FrameReader.open(SourceAddress.parse(clip.toString()), settings, new CallDeadline())) {
      for (SampledFrame frame = reader.next(); frame != null; frame = reader.next()) {
        pictures.add(frame.value().array());
      }
    }
    return pictures;
  }

  /** Waves that move, under noise that a codec cannot foresee. */
  private Path clip(ClipCodec codec) throws Exception {
    Path clip = folder.resolve("waves.mkv");
    Random noise = new Random(1);
    try (ClipWriter writer = new ClipWriter(clip, new ClipSettings(codec, SIZE, 25, BITS))) {
      for (int i = 0; i < PICTURES; i++) {
        byte[] bgr = new byte[SIZE.width() * SIZE.height() * 3];
        for (int at = 0; at < bgr.length; at++) {
          int x = at / 3 % SIZE.width();
          int y = at / 3 / SIZE.width();
          double wave = 60 * Math.sin((x + 3 * i) / 9.0) + 40 * Math.sin((y - 2 * i) / 7.0);
          bgr[at] = (byte) Math.round(128 + wave + noise.nextInt(-20, 21));
        }
        writer.write(bgr, i * 40_000L);
      }
    }
    return clip;
  }
}
