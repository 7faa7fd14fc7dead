package io.afterimage.ingest.sample;

import static io.afterimage.ingest.testing.Clips.regular;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.afterimage.contract.frame.Fit;
import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.clip.ClipCodec;
import io.afterimage.ingest.picture.Size;
import io.afterimage.ingest.testing.Clips;
import io.afterimage.ingest.testing.IngestFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is opened is freed: a leak of a decoder or graph would be hundreds of megabytes here. */
class NativeMemoryTest {
  private static final int WARM_UP = 60;
  private static final int ROUNDS = 400;
  private static final long MOST_GROWTH = 64L << 20;

  @TempDir Path folder;

  @Test
  void shouldFreeWhatItOpens() {
    Path clip =
        Clips.write(
            folder.resolve("c.mp4"), ClipCodec.H264, new Size(640, 480), 25, regular(25, 6));
    long before = 0;
    for (int i = 0; i < WARM_UP + ROUNDS; i++) {
      if (i == WARM_UP) {
        before = Pointer.physicalBytes();
      }
      try (FrameReader reader = open(clip);
          PreviewMaker previews = new PreviewMaker()) {
        while (reader.next() != null) {
          assertThat(previews.make(reader.picture(), 0).width()).isEqualTo(320);
        }
      }
    }
    assertThat(Pointer.physicalBytes() - before).isLessThan(MOST_GROWTH);
  }

  @Test
  void shouldFreeTheSizesThatStillsHad() {
    Path clip =
        Clips.write(
            folder.resolve("c.mp4"), ClipCodec.H264, new Size(640, 480), 25, regular(25, 2));
    long before = 0;
    for (int i = 0; i < WARM_UP + ROUNDS; i++) {
      if (i == WARM_UP) {
        before = Pointer.physicalBytes();
      }
      try (StillReader reader = StillReader.open(SourceAddress.parse(clip.toString()))) {
        while (reader.next()) {
          assertThat(reader.pixels(new Size(64, 48), Fit.STRETCH)).hasSize(64 * 48 * 3);
          assertThat(reader.pixels(new Size(48, 48), Fit.LETTERBOX)).hasSize(48 * 48 * 3);
        }
      }
    }
    assertThat(Pointer.physicalBytes() - before).isLessThan(MOST_GROWTH);
  }

  @Test
  void shouldFreeWhatItCouldNotOpen() throws Exception {
    Path clip = Clips.write(folder.resolve("c.mp4"), ClipCodec.H264, 25, regular(25, 100));
    byte[] bytes = Files.readAllBytes(clip);
    Path half = Files.write(folder.resolve("h.mp4"), Arrays.copyOf(bytes, bytes.length / 2));
    long before = 0;
    for (int i = 0; i < WARM_UP + ROUNDS; i++) {
      if (i == WARM_UP) {
        before = Pointer.physicalBytes();
      }
      assertThat(catchThrowable(() -> open(half))).isInstanceOf(IngestException.class);
    }
    assertThat(Pointer.physicalBytes() - before).isLessThan(MOST_GROWTH);
  }

  private static FrameReader open(Path file) {
    return FrameReader.open(SourceAddress.parse(file.toString()), IngestFixture.INPUT, 12.5);
  }
}
