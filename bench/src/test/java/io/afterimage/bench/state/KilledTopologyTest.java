package io.afterimage.bench.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.bench.chaos.process.Launcher;
import io.afterimage.bench.rig.Case;
import io.afterimage.bench.rig.Rig;
import io.afterimage.bench.rig.Tape;
import io.afterimage.bench.state.RestoreBench.Restore;
import io.afterimage.topology.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topology, a process of its own, is killed and comes back. */
class KilledTopologyTest {
  @TempDir private Path folder;

  @Test
  void shouldTakeThePlaceOfItsFormerSelfBeforeThatIsGivenUp() throws Exception {
    // Longer than anybody here waits: if the dead one had to be given up first, this would fail.
    Duration session = Duration.ofMinutes(20);
    Launcher launcher = Launcher.of(System.getProperty("java.class.path"), Path.of(".."));
    List<Restore> restores;
    try (Rig rig = new Rig(launcher, folder.resolve("rig"))) {
      RestoreBench bench = new RestoreBench(rig, Tape.record(rig, "none", 4));
      restores =
          bench.measure(new Case("none", Delivery.EXACTLY_ONCE, "0KiB", 3, session), "killed", 30);
    }

    assertThat(restores).extracting(Restore::how).containsExactly("another machine", "kill -9");
    // Every frame of three cameras wrote each one's memory anew.
    assertThat(restores.get(0).changes()).isBetween(3L, 90L);
    assertThat(restores.get(1).changes()).isGreaterThanOrEqualTo(restores.get(0).changes());
  }
}
