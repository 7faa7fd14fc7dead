package io.afterimage.ingest.sample;

import static io.afterimage.ingest.testing.Clips.regular;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.afterimage.contract.frame.Encoding;
import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.clip.ClipCodec;
import io.afterimage.ingest.clip.ClipSettings;
import io.afterimage.ingest.clip.ClipWriter;
import io.afterimage.ingest.picture.Size;
import io.afterimage.ingest.stream.CallDeadline;
import io.afterimage.ingest.testing.Clips;
import io.afterimage.ingest.testing.RotatedMp4;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of pixels on their way from a file to a record. */
class PicturePixelsTest {
  private static final Size SIZE = new Size(128, 96);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(ClipCodec.class)
  void shouldBringEveryRangeToFullRange(ClipCodec codec) throws Exception {
    Path clip = halves(codec, SIZE);
    for (FrameInput input :
        List.of(gray(64, 48, Fit.STRETCH), gray(128, 96, Fit.STRETCH), rgb(64, 48))) {
      byte[] pixels = first(clip, input).value().array();
      int bytes = input.pixels().channels();
      int row = input.width() * bytes;
      int middle = input.height() / 2 * row;
      assertThat(pixels[middle + row / 4] & 0xff).as("black of %s", input.id()).isLessThan(3);
      assertThat(pixels[middle + 3 * row / 4] & 0xff)
          .as("white of %s", input.id())
          .isGreaterThan(252);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0 1 2 3", "90, 2 0 3 1", "180, 3 2 1 0", "270, 1 3 0 2"})
  void shouldTurnPicturesUpright(int clockwise, String corners) throws Exception {
    Path clip = folder.resolve("turned.mp4");
    write(clip, ClipCodec.H264, SIZE, corners(SIZE));
    RotatedMp4.rotate(clip, clockwise);
    FrameInput input = gray(64, 64, Fit.STRETCH);
    byte[] pixels = first(clip, input).value().array();
    List<Integer> levels = new ArrayList<>();
    for (int y : new int[] {16, 48}) {
      for (int x : new int[] {16, 48}) {
        levels.add(Math.round((pixels[y * 64 + x] & 0xff) / 80f));
      }
    }
    assertThat(levels)
        .isEqualTo(Arrays.stream(corners.split(" ", -1)).map(Integer::valueOf).toList());
  }

  @Test
  void shouldLetterboxATurnedPictureByItsTurnedSize() throws Exception {
    Path clip = folder.resolve("turned.mp4");
    write(clip, ClipCodec.H264, SIZE, filled(SIZE, 255));
    RotatedMp4.rotate(clip, 90);
    byte[] pixels = first(clip, gray(96, 96, Fit.LETTERBOX)).value().array();
    assertThat(pixels[48 * 96 + 11]).isZero();
    assertThat(pixels[48 * 96 + 48] & 0xff).isGreaterThan(250);
    assertThat(pixels[48 * 96 + 85]).isZero();
    assertThat(pixels[2 * 96 + 48] & 0xff).isGreaterThan(250);
  }

  @Test
  void shouldReadOddSizes() throws Exception {
    Size odd = new Size(101, 77);
    Path clip = halves(ClipCodec.MJPEG, odd);
    byte[] pixels = first(clip, gray(33, 21, Fit.STRETCH)).value().array();
    assertThat(pixels[10 * 33 + 4] & 0xff).isLessThan(3);
    assertThat(pixels[10 * 33 + 28] & 0xff).isGreaterThan(252);
  }

  @Test
  void shouldKeepTheMiddleOfACrop() throws Exception {
    Path clip = halves(ClipCodec.H264, SIZE);
    byte[] pixels = first(clip, gray(96, 96, Fit.CROP)).value().array();
    assertThat(pixels[48 * 96 + 40] & 0xff).isLessThan(3);
    assertThat(pixels[48 * 96 + 55] & 0xff).isGreaterThan(252);
  }

  @ParameterizedTest
  @CsvSource({"64, 48, GRAY8", "64, 48, RGB24", "63, 47, GRAY8", "63, 47, RGB24"})
  void shouldWriteTheSamePicturesAsJpeg(int width, int height, Pixels pixels) throws Exception {
    Path clip = Clips.write(folder.resolve("c.mp4"), ClipCodec.H264, 25, regular(25, 30));
    FrameInput input =
        new FrameInput(
            width, height, pixels, List.of(Plane.CURRENT, Plane.PREVIOUS), Fit.LETTERBOX);
    List<SampledFrame> raw = read(clip, input, EncodingChoice.RAW);
    List<SampledFrame> jpeg = read(clip, input, EncodingChoice.JPEG);
    assertThat(jpeg).hasSameSizeAs(raw);
    for (int i = 0; i < raw.size(); i++) {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg.get(i).value().array()));
      assertThat(image.getWidth()).isEqualTo(width);
      assertThat(image.getHeight()).isEqualTo(2 * height);
      assertThat(meanDifference(image, raw.get(i).value().array(), pixels.channels()))
          .as("picture %d", i)
          .isCloseTo(0, within(4.0));
    }
  }

  @Test
  void shouldChooseTheEncodingBySize() {
    assertThat(EncodingChoice.AUTO.of(gray(96, 96, Fit.STRETCH))).isEqualTo(Encoding.RAW);
    assertThat(EncodingChoice.AUTO.of(rgb(224, 224))).isEqualTo(Encoding.JPEG);
    assertThat(EncodingChoice.RAW.of(rgb(224, 224))).isEqualTo(Encoding.RAW);
    assertThat(EncodingChoice.JPEG.of(gray(96, 96, Fit.STRETCH))).isEqualTo(Encoding.JPEG);
  }

  @Test
  void shouldBeginAnEpochWhereTheResolutionChanges() throws Exception {
    Path small =
        Clips.write(folder.resolve("a.ts"), ClipCodec.H264, new Size(64, 64), 25, regular(25, 50));
    Path large = Clips.write(folder.resolve("b.ts"), ClipCodec.H264, SIZE, 25, regular(25, 50));
    Path both = folder.resolve("both.ts");
    Files.write(both, concat(Files.readAllBytes(small), Files.readAllBytes(large)));
    FrameInput input =
        new FrameInput(64, 64, Pixels.GRAY8, List.of(Plane.CURRENT, Plane.PREVIOUS), Fit.STRETCH);

    List<SampledFrame> frames = read(both, input, EncodingChoice.RAW);

    List<SampledFrame> starts = frames.stream().filter(SampledFrame::first).toList();
    assertThat(starts).hasSize(2);
    for (SampledFrame start : starts) {
      assertThat(start.ptsUs()).isZero();
      byte[] planes = start.value().array();
      assertThat(Arrays.copyOfRange(planes, 0, 4096))
          .as("an epoch's first picture is its own previous")
          .isEqualTo(Arrays.copyOfRange(planes, 4096, 8192));
    }
    assertThat(frames).hasSize(50);
    assertThat(frames.get(49).ptsUs()).isBetween(1_919_000L, 1_921_000L);
  }

  @Test
  void shouldGoOnWhereAStreamsClockIsSetBack() throws Exception {
    Path part = Clips.write(folder.resolve("a.ts"), ClipCodec.H264, 25, regular(25, 50));
    Path twice = folder.resolve("twice.ts");
    Files.write(twice, concat(Files.readAllBytes(part), Files.readAllBytes(part)));
    List<SampledFrame> frames = read(twice, gray(64, 48, Fit.STRETCH), EncodingChoice.RAW);
    assertThat(frames).hasSize(50);
    assertThat(frames.stream().filter(SampledFrame::first)).hasSize(1);
    for (int i = 1; i < frames.size(); i++) {
      assertThat(frames.get(i).ptsUs() - frames.get(i - 1).ptsUs()).isBetween(79_000L, 81_000L);
    }
  }

  @Test
  void shouldGiveTimesToAStreamThatHasNone() {
    Path bare = Clips.write(folder.resolve("bare.h264"), ClipCodec.H264, 25, regular(25, 50));
    List<SampledFrame> frames = read(bare, gray(64, 48, Fit.STRETCH), EncodingChoice.RAW);
    assertThat(frames).hasSize(25);
    assertThat(frames.get(24).ptsUs()).isBetween(1_910_000L, 1_930_000L);
  }

  private SampledFrame first(Path clip, FrameInput input) {
    return read(clip, input, EncodingChoice.RAW).get(0);
  }

  private static List<SampledFrame> read(Path clip, FrameInput input, EncodingChoice encoding) {
    List<SampledFrame> frames = new ArrayList<>();
    ReaderSettings settings = ReaderSettings.of(input, 12.5, encoding);
    try (FrameReader reader =
        FrameReader.open(SourceAddress.parse(clip.toString()), settings, new CallDeadline())) {
      for (SampledFrame frame = reader.next(); frame != null; frame = reader.next()) {
        frames.add(frame);
      }
    }
    return frames;
  }

  private Path halves(ClipCodec codec, Size size) {
    Path clip = folder.resolve("halves.mkv");
    byte[] bgr = filled(size, 0);
    for (int y = 0; y < size.height(); y++) {
      int from = (y * size.width() + size.width() / 2) * 3;
      Arrays.fill(bgr, from, (y + 1) * size.width() * 3, (byte) 255);
    }
    write(clip, codec, size, bgr);
    return clip;
  }

  private static void write(Path clip, ClipCodec codec, Size size, byte[] bgr) {
    try (ClipWriter writer = new ClipWriter(clip, ClipSettings.of(codec, size, 25))) {
      for (int i = 0; i < 5; i++) {
        writer.write(bgr, i * 40_000L);
      }
    }
  }

  /** Four quarters of brightness 0, 80, 160 and 240, in reading order. */
  private static byte[] corners(Size size) {
    byte[] bgr = filled(size, 0);
    for (int i = 0; i < bgr.length; i++) {
      int x = i / 3 % size.width() * 2 / size.width();
      int y = i / 3 / size.width() * 2 / size.height();
      bgr[i] = (byte) (80 * (2 * y + x));
    }
    return bgr;
  }

  private static byte[] filled(Size size, int value) {
    byte[] bgr = new byte[size.width() * size.height() * 3];
    Arrays.fill(bgr, (byte) value);
    return bgr;
  }

  private static double meanDifference(BufferedImage image, byte[] raw, int channels) {
    long sum = 0;
    for (int i = 0; i < raw.length; i++) {
      int rgb = image.getRGB(i / channels % image.getWidth(), i / channels / image.getWidth());
      int shift = channels == 3 ? 16 - 8 * (i % 3) : 8;
      sum += Math.abs((rgb >> shift & 0xff) - (raw[i] & 0xff));
    }
    return (double) sum / raw.length;
  }

  private static byte[] concat(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }

  private static FrameInput gray(int width, int height, Fit fit) {
    return new FrameInput(width, height, Pixels.GRAY8, List.of(Plane.CURRENT), fit);
  }

  private static FrameInput rgb(int width, int height) {
    return new FrameInput(width, height, Pixels.RGB24, List.of(Plane.CURRENT), Fit.STRETCH);
  }
}
