package io.afterimage.topology;

import static io.afterimage.contract.Marker.Kind.END;
import static io.afterimage.contract.Marker.Kind.IDLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.TestPack;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AfterimageTopologyTest {
  @TempDir Path state;
  private TopologyRig rig;

  @BeforeEach
  void open() {
    rig = new TopologyRig(TestPack.pack(), () -> new FakeModel(0), state);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void shouldTellStartAndEndOfAnAction() {
    rig.send("door", new Stream(1).quiet(2).frames(5, 1, 0.8f).quiet(5).records());

    assertThat(rig.brief()).containsExactly("start wave 2", "end wave 2-6");
  }

  @Test
  void shouldCloseByMarkersAndPassThemOnAfterTheEnds() {
    rig.send("door", new Stream(1).frames(5, 2, 0.9f).marker(IDLE).marker(END).records());

    assertThat(rig.brief()).containsExactly("start jump 0", "end jump 0-4", "idle 4", "end 4");
  }
}
