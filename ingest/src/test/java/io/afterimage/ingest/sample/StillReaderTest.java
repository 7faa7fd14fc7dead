package io.afterimage.ingest.sample;

import static io.afterimage.ingest.testing.Clips.regular;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.clip.ClipCodec;
import io.afterimage.ingest.picture.Size;
import io.afterimage.ingest.testing.Clips;
import io.afterimage.ingest.testing.RotatedMp4;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What people see of a frame is what the frame was made of. */
class StillReaderTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Fit.class)
  void shouldGiveTheFramesPixelsAtTheFramesTimes(Fit fit) {
    Path clip = Clips.write(folder.resolve("c.mp4"), ClipCodec.H264, 30, regular(30, 40));
    FrameInput input = new FrameInput(90, 50, Pixels.RGB24, List.of(Plane.CURRENT), fit);
    Map<Long, byte[]> frames = new TreeMap<>();
    try (FrameReader reader = FrameReader.open(address(clip), input, 12.5)) {
      for (SampledFrame frame = reader.next(); frame != null; frame = reader.next()) {
        frames.put(frame.ptsUs(), frame.value().array());
      }
    }
    assertThat(frames).hasSize(17);

    int pictures = 0;
    try (StillReader reader = StillReader.open(address(clip))) {
      for (; reader.next(); pictures++) {
        assertThat(reader.startsEpoch()).isEqualTo(pictures == 0);
        byte[] frame = frames.remove(reader.ptsUs());
        if (frame != null) {
          assertThat(reader.pixels(new Size(90, 50), fit)).isEqualTo(frame);
        }
      }
    }
    assertThat(frames).as("frames that no picture has the time of").isEmpty();
    assertThat(pictures).isEqualTo(40);
  }

  @Test
  void shouldGiveOnePictureAtSeveralSizes() {
    Path clip = Clips.write(folder.resolve("c.mp4"), ClipCodec.H264, 25, regular(25, 3));
    try (StillReader reader = StillReader.open(address(clip))) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.pixels(new Size(20, 10), Fit.STRETCH)).hasSize(20 * 10 * 3);
      byte[] own = reader.pixels(Clips.SIZE, Fit.STRETCH);
      assertThat(own).hasSize(Clips.SIZE.width() * Clips.SIZE.height() * 3);
      assertThat(reader.pixels(Clips.SIZE, Fit.STRETCH)).isEqualTo(own);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 128, 96", "90, 96, 128"})
  void shouldTellTheSizeAtWhichAPictureIsSeen(int clockwise, int width, int height)
      throws IOException {
    Path clip = Clips.write(folder.resolve("c.mp4"), ClipCodec.H264, 25, regular(25, 3));
    RotatedMp4.rotate(clip, clockwise);
    try (StillReader reader = StillReader.open(address(clip))) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.size()).isEqualTo(new Size(width, height));
    }
  }

  @Test
  void shouldBeginAnEpochWhereTheResolutionChanges() throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    for (Size size : List.of(new Size(64, 64), Clips.SIZE)) {
      Path part = folder.resolve(size.width() + ".ts");
      Clips.write(part, ClipCodec.H264, size, 25, regular(25, 10));
      both.write(Files.readAllBytes(part));
    }
    Path clip = Files.write(folder.resolve("both.ts"), both.toByteArray());
    List<Long> starts = new ArrayList<>();
    List<Size> sizes = new ArrayList<>();
    try (StillReader reader = StillReader.open(address(clip))) {
      while (reader.next()) {
        if (reader.startsEpoch()) {
          starts.add(reader.ptsUs());
          sizes.add(reader.size());
        }
      }
    }
    assertThat(starts).containsExactly(0L, 0L);
    assertThat(sizes).containsExactly(new Size(64, 64), Clips.SIZE);
  }

  @Test
  void shouldSayThatASourceCannotBeRead() throws IOException {
    Path text = Files.writeString(folder.resolve("c.mp4"), "no video at all");
    assertThatThrownBy(() -> StillReader.open(address(text))).isInstanceOf(IngestException.class);
    assertThatThrownBy(() -> StillReader.open(address(folder.resolve("gone.mp4"))))
        .isInstanceOf(IngestException.class)
        .hasMessageContaining("does not exist");
  }

  private static SourceAddress address(Path file) {
    return SourceAddress.parse(file.toString());
  }
}
