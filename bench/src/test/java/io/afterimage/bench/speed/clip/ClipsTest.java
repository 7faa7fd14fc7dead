package io.afterimage.bench.speed.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.app.AppException;
import io.afterimage.app.clip.SimulatedClip;
import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.sample.FrameReader;
import io.afterimage.ingest.sim.RoomSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipsTest {
  @TempDir private Path folder;

  @Test
  void shouldCutAsLongAsAskedForFromAShorterRecording() throws Exception {
    Path recordings = Files.createDirectories(folder.resolve("recordings"));
    new SimulatedClip(RoomSpec.parse("sim:room?seed=1&fps=25&size=64x48&duration=2s"))
        .writeVideo(recordings.resolve("room.mp4"), frames -> {});

    List<Path> clips = Clips.open(recordings, folder.resolve("work")).cameras(2, 5);

    assertThat(clips).doesNotHaveDuplicates().hasSize(2);
    assertThat(Read.of(clips.get(0))).isEqualTo(new Read(125, 63));
    Read later = Read.of(clips.get(1));
    assertThat(later.decoded()).isGreaterThanOrEqualTo(125);
    // No two pictures at once, where the recording begins again.
    assertThat((later.decoded() + 1) / 2).isEqualTo(later.sampled());
  }

  @Test
  void shouldNeverBeginTwiceAtTheSamePlace() {
    assertThat(IntStream.range(0, 24).mapToObj(Clips::offset).distinct()).hasSize(24);
    assertThat(IntStream.range(0, 24).mapToObj(Clips::offset)).allMatch(offset -> offset < 60);
  }

  @Test
  void shouldSayThatAFolderHasNoRecordings() {
    assertThatThrownBy(() -> Clips.open(folder, folder.resolve("work")))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("no .mp4 files in " + folder);
  }

  @Test
  void shouldTellWhatFfmpegSaidWhenItFails() {
    assertThatThrownBy(() -> Ffmpeg.bundled().run(List.of("-i", "missing.mp4", "-f", "null", "-")))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("missing.mp4");
  }

  /** Pictures of a clip, and how many of them are taken at half of its rate. */
  private record Read(long decoded, long sampled) {
    private static Read of(Path clip) throws IOException {
      FrameInput input = new FrameInput(32, 24, Pixels.GRAY8, List.of(Plane.CURRENT), Fit.STRETCH);
      try (FrameReader reader =
          FrameReader.open(SourceAddress.parse(clip.toString()), input, 12.5)) {
        long sampled = 0;
        while (reader.next() != null) {
          sampled++;
        }
        return new Read(reader.decoded(), sampled);
      }
    }
  }
}
