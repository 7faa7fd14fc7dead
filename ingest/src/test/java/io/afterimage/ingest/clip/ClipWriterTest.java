package io.afterimage.ingest.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.picture.Size;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipWriterTest {
  private static final ClipSettings SETTINGS =
      ClipSettings.of(ClipCodec.H264, new Size(64, 48), 25);

  @TempDir Path folder;

  @Test
  void shouldSayThatAFileCannotBeWritten() {
    assertThat(failure(folder.resolve("none").resolve("c.mp4")))
        .hasMessageContaining("check the folder");
  }

  @Test
  void shouldSayThatAnEndingIsNotKnown() {
    assertThat(failure(folder.resolve("clip.txt2"))).hasMessageContaining("use .mp4");
  }

  @Test
  void shouldKnowFractionalRates() {
    assertRate(29.97, 30_000, 1_001);
    assertRate(59.94, 60_000, 1_001);
    assertRate(23.976, 24_000, 1_001);
    assertRate(25, 25, 1);
    assertRate(12.5, 25, 2);
  }

  private static IngestException failure(Path file) {
    IngestException failure =
        catchThrowableOfType(IngestException.class, () -> new ClipWriter(file, SETTINGS).close());
    assertThat(failure.code()).isEqualTo(Code.UNWRITABLE);
    return failure;
  }

  private static void assertRate(double rate, int num, int den) {
    AVRational fraction = Rates.of(rate);
    assertThat(fraction.num()).isEqualTo(num);
    assertThat(fraction.den()).isEqualTo(den);
  }
}
