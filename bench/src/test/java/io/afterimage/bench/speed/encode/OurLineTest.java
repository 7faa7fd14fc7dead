package io.afterimage.bench.speed.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.clip.SimulatedClip;
import io.afterimage.bench.speed.clip.StoredFrame;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.inference.runtime.RuntimeSettings;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.sim.RoomSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OurLineTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(
      value = EncodingChoice.class,
      names = {"RAW", "JPEG"})
  void shouldEncodeWholeBatchesAsTheLimitDoes(EncodingChoice encoding) throws Exception {
    Path clip = folder.resolve("room.mp4");
    new SimulatedClip(RoomSpec.parse("sim:room?seed=1&fps=25&size=160x120&duration=1s"))
        .writeVideo(clip, frames -> {});
    Pack pack = PackLoader.load(Path.of("../packs/room-activity"));
    List<StoredFrame> frames = StoredFrame.inTurn(List.of(clip), pack.manifest(), encoding);
    List<StoredFrame> jpegs = encoding == EncodingChoice.JPEG ? frames : List.of();
    try (PackRuntime runtime = PackRuntime.open(pack, RuntimeSettings.cpu(1));
        BareEncoder bare = new BareEncoder(pack, jpegs, 4)) {
      assertThat(new OurLine(runtime.encoder(), frames, 4).encode(30).items()).isEqualTo(32);
      assertThat(bare.encode(30).items()).isEqualTo(32);
    }
  }
}
