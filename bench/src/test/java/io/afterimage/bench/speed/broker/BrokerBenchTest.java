package io.afterimage.bench.speed.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.app.clip.SimulatedClip;
import io.afterimage.bench.speed.broker.BrokerBench.Way;
import io.afterimage.bench.speed.clip.StoredFrame;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.sim.RoomSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerBenchTest {
  private static final int RECORDS = 100;

  @TempDir private Path folder;

  @Test
  void shouldTakeAsManyRecordsThroughTheBrokerByOurClientsAsByKafkasTools() throws Exception {
    Path clip = folder.resolve("room.mp4");
    new SimulatedClip(RoomSpec.parse("sim:room?seed=1&fps=25&size=160x120&duration=2s"))
        .writeVideo(clip, frames -> {});
    List<StoredFrame> frames =
        StoredFrame.inTurn(
            List.of(clip, clip),
            PackLoader.load(Path.of("../packs/room-activity")).manifest(),
            EncodingChoice.JPEG);
    try (DataFolder data = DataFolder.open(folder.resolve("data"), 1);
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0);
        BrokerBench bench = new BrokerBench(broker, RECORDS)) {
      Way ours = bench.ours(frames);
      Way tools = bench.tools(frames.get(0).bytes());

      assertThat(List.of(ours.produce(), ours.consume(), tools.produce(), tools.consume()))
          .allMatch(work -> work.items() == RECORDS);
    }
  }
}
