package io.afterimage.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.app.live.Part;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.ingest.IngestListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of each role are restarted one after the other while frames flow. */
@Timeout(300)
class RollingRestartTest {
  private static final Path PACKS = Path.of("..", "packs").toAbsolutePath();
  private static final List<String> CAMERAS = List.of("a", "b");
  private static final String ROOM = "sim:room?seed=%d&fps=25&size=160x120&duration=24s";
  private static final int FRAMES = 300;
  private static final List<Part> PARTS = List.of(Part.INFERENCE, Part.TOPOLOGY, Part.CAPTIONING);
  private static final int INSTANCES = 2 * PARTS.size();

  @TempDir private Path folder;

  /** Starts an instance of a role. */
  private interface Start {
    Roles role(int instance) throws InterruptedException;
  }

  @Test
  void shouldTellTheSameAsRolesThatAreNotRestarted() throws Exception {
    PackChoice packs =
        new PackChoice(
                PackLoader.load(PACKS.resolve("room-activity")),
                List.of(PackLoader.load(PACKS.resolve("room-captions"))))
            .serving();
    try (DataFolder data = DataFolder.open(folder.resolve("broker"), 1);
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      Map<String, List<String>> calm;
      try (RolesRig rig = rig(broker, packs, "calm")) {
        calm = watch(rig, false);
      }
      assertThat(calm).hasSize(5 * CAMERAS.size());
      try (RolesRig rig = rig(broker, packs, "rolling")) {
        assertThat(watch(rig, true)).isEqualTo(calm);
      }
    }
  }

  private RolesRig rig(EmbeddedBroker broker, PackChoice packs, String prefix) {
    // Few frames wait for the roles, so that most are read while these are restarted.
    return new RolesRig(
        broker,
        folder,
        packs,
        "topics.prefix",
        prefix,
        "ingest.credit_frames",
        "16",
        "ingest.credit_features",
        "64");
  }

  /** What each camera's topics hold at the end. */
  private Map<String, List<String>> watch(RolesRig rig, boolean restarts) throws Exception {
    Start start = instance -> start(rig, instance);
    List<Roles> roles = new ArrayList<>();
    try (Roles ingest = rig.roles()) {
      for (int instance = 0; instance < (restarts ? INSTANCES : 3); instance++) {
        roles.add(start.role(restarts ? instance : 2 * instance));
      }
      ingest.startIngest(
          CAMERAS.stream()
              .map(camera -> RolesRig.source(camera, ROOM.formatted(camera.charAt(0) % 3)))
              .toList(),
          new IngestListener() {});
      for (int instance = 0; restarts && instance < INSTANCES; instance++) {
        int all = CAMERAS.size() * FRAMES;
        int seen = (instance + 1) * all / (INSTANCES + 3);
        rig.await(() -> rig.predictions().size() >= seen);
        assertThat(rig.predictions()).as("not all frames are told yet").hasSizeLessThan(all);
        roles.get(instance).close();
        roles.set(instance, start.role(instance));
      }
      rig.awaitEnds(CAMERAS.size());
      return rig.toldByCamera();
    } finally {
      roles.forEach(Roles::close);
    }
  }

  private Roles start(RolesRig rig, int instance) throws InterruptedException {
    String prefix = rig.settings.config().topics().prefix();
    Path state = folder.resolve(prefix + "-" + instance);
    Part part = PARTS.get(instance / 2);
    Roles roles = rig.roles(part);
    switch (part) {
      case INFERENCE -> roles.startInference();
      case TOPOLOGY -> roles.startTopology(state);
      case CAPTIONING -> roles.startCaptioning(state);
    }
    return roles;
  }
}
