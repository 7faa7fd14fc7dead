package io.afterimage.bench.speed.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.app.clip.SimulatedClip;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.inference.runtime.RuntimeSettings;
import io.afterimage.ingest.LoopFilter;
import io.afterimage.ingest.sim.RoomSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitBenchTest {
  @TempDir private Path folder;

  @Test
  void shouldMeasureEachStage() throws Exception {
    Path clip = folder.resolve("room.mp4");
    new SimulatedClip(RoomSpec.parse("sim:room?seed=1&fps=25&size=320x240&duration=60s"))
        .writeVideo(clip, frames -> {});
    try (DataFolder data = DataFolder.open(folder.resolve("data"), 1);
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0);
        PackRuntime runtime =
            PackRuntime.open(
                PackLoader.load(Path.of("../packs/room-activity")), RuntimeSettings.cpu(1));
        LimitBench bench =
            new LimitBench(broker, runtime, List.of(clip), 25, LoopFilter.ALL, 400)) {
      StageLimits limits = bench.measure();

      assertThat(
              List.of(
                  limits.decode(),
                  limits.frames(),
                  limits.encode(),
                  limits.features(),
                  limits.step()))
          .allMatch(limit -> limit > 0);
    }
  }

  @Test
  void shouldLeaveTheFramesWayThroughTheBrokerOutOfAnEdgeNode() {
    StageLimits limits = new StageLimits(5, 4, 3, 2, 1, 24_000, 3_000);

    assertThat(limits.sum(false)).isCloseTo(15, within(1e-9));
    assertThat(limits.sum(true)).isCloseTo(11, within(1e-9));
  }
}
