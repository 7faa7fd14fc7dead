package io.afterimage.bench.speed.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.app.AppException;
import io.afterimage.app.clip.SimulatedClip;
import io.afterimage.bench.speed.clip.Ffmpeg;
import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.LoopFilter;
import io.afterimage.ingest.sim.RoomSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodeBenchTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"GRAY8, JPEG", "GRAY8, RAW", "RGB24, JPEG", "RGB24, RAW"})
  void shouldHaveBothDecodeTheSamePictures(Pixels pixels, EncodingChoice encoding)
      throws InterruptedException {
    Path clip = folder.resolve("room.mp4");
    new SimulatedClip(RoomSpec.parse("sim:room?seed=1&fps=25&size=640x480&duration=4s"))
        .writeVideo(clip, frames -> {});
    Wanted wanted = new Wanted(input(pixels, Fit.STRETCH), 2, LoopFilter.ALL, encoding);
    DecodeBench bench = new DecodeBench(Ffmpeg.bundled(), clip, wanted, 12.5);

    assertThat(bench.ours().thread().items()).isEqualTo(100);
    assertThat(bench.made()).isEqualTo(50);
  }

  @Test
  void shouldRefuseAnInputThatTheCommandDoesNotMake() {
    assertThatThrownBy(
            () ->
                new Wanted(
                    input(Pixels.GRAY8, Fit.LETTERBOX), 2, LoopFilter.ALL, EncodingChoice.RAW))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("name another pack");
  }

  private static FrameInput input(Pixels pixels, Fit fit) {
    return new FrameInput(128, 96, pixels, List.of(Plane.CURRENT, Plane.PREVIOUS), fit);
  }
}
