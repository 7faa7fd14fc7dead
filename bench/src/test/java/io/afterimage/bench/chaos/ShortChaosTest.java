package io.afterimage.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.bench.chaos.fault.FaultKind;
import io.afterimage.bench.chaos.process.Launcher;
import io.afterimage.bench.chaos.process.Shape;
import io.afterimage.bench.chaos.process.Shape.Sources;
import io.afterimage.topology.Delivery;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short version of {@code bench/chaos}: real processes and a real broker, killed while frames
 * are under way.
 */
class ShortChaosTest {
  private static final Set<FaultKind> KILLS =
      EnumSet.of(FaultKind.KILL_TOPOLOGY, FaultKind.KILL_INFERENCE);

  @TempDir private Path folder;

  @Test
  void shouldTellAndRememberTheSameAfterKills() throws Exception {
    Shape shape = new Shape(8, 1, 1, 1, 0, 0, Sources.LIVE, Delivery.EXACTLY_ONCE, 1, 1, 7);
    Launcher launcher = Launcher.of(System.getProperty("java.class.path"), Path.of(".."));

    RunResult result =
        new ChaosRun(
                new RunPlan(1, launcher, folder.resolve("run"), shape, 4, KILLS, 0, 1),
                System.out::println)
            .run();

    assertThat(result.failure()).isNull();
    assertThat(result.faults()).isEqualTo(Map.of("kill_topology", 2, "kill_inference", 2));
    assertThat(result.differences()).isEmpty();
    assertThat(result.events()).isPositive();
    assertThat(result.predictions()).isEqualTo(result.frames());
    // A memory for each camera.
    assertThat(result.states()).isEqualTo(8);
  }
}
