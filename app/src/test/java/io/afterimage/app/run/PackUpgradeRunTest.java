package io.afterimage.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.app.live.PackFolders;
import io.afterimage.app.live.Part;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.contract.event.Prediction;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.ingest.Ingest;
import io.afterimage.ingest.IngestListener;
import io.afterimage.ingest.SourceSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Packs are replaced in their folders while cameras are watched, over a real broker. */
@Timeout(300)
class PackUpgradeRunTest {
  private static final String ACTIVITY = "room-activity";
  private static final String SHIPPED = PackFolders.shippedVersion(ACTIVITY);
  private static final List<String> CAMERAS = List.of("a", "b");
  private static final String ROOM = "sim:room?seed=5&fps=25&size=160x120&duration=600s";

  @TempDir private Path folder;
  private DataFolder data;
  private EmbeddedBroker broker;
  private PackFolders folders;
  private PackChoice packs;

  @BeforeEach
  void open() {
    data = DataFolder.open(folder.resolve("broker"), 1);
    broker = EmbeddedBroker.start(data, 0);
    folders = new PackFolders(folder.resolve("packs"));
    PackFolders.room().forEach(folders::copy);
    packs =
        new PackChoice(
                PackLoader.load(folders.of(ACTIVITY)),
                List.of(PackLoader.load(folders.of("room-captions"))))
            .serving();
  }

  @AfterEach
  void close() {
    broker.close();
    data.close();
  }

  private static List<SourceSpec> sources() {
    return CAMERAS.stream().map(camera -> RolesRig.source(camera, ROOM)).toList();
  }

  private static List<Prediction> of(String camera, List<Prediction> predictions) {
    return predictions.stream().filter(each -> each.camera().equals(camera)).toList();
  }

  /** Waits until each camera has so many frames in the name of a version. */
  private static void awaitVersion(RolesRig rig, String version, int frames)
      throws InterruptedException {
    rig.await(
        () ->
            CAMERAS.stream()
                .allMatch(
                    camera ->
                        of(camera, rig.predictions()).stream()
                                .filter(each -> each.pack().version().equals(version))
                                .count()
                            >= frames));
  }

  @Test
  void shouldReplaceAPackWhileFramesFlowAndLoseNone() throws Exception {
    try (RolesRig rig =
            new RolesRig(broker, folder, packs, "packs_check", "2s", "ingest.realtime", "true");
        Roles inference = rig.roles(Part.INFERENCE);
        Roles topology = rig.roles(Part.TOPOLOGY);
        Roles captioning = rig.roles(Part.CAPTIONING);
        Roles ingest = rig.roles()) {
      inference.startInference();
      topology.startTopology(folder.resolve("memories"));
      captioning.startCaptioning(folder.resolve("words"));
      List.of(inference, topology, captioning).forEach(Roles::watchPacks);
      Ingest reading = ingest.startIngest(sources(), new IngestListener() {});
      assertThat(reading.end()).isNotDone();
      awaitVersion(rig, SHIPPED, 10);

      // Event thresholds alone.
      folders.retune(ACTIVITY, "7.0.0");
      awaitVersion(rig, "7.0.0", 10);
      // What does not run changes nothing.
      Path memory = folders.of(ACTIVITY).resolve("memory.onnx");
      byte[] whole = PackFolders.read(memory);
      PackFolders.write(memory, Arrays.copyOf(whole, 100));
      folders.retune(ACTIVITY, "7.1.0");
      awaitRefusals(rig, 3);
      PackFolders.write(memory, whole);
      awaitVersion(rig, "7.1.0", 10);
      // Another encoder, which all roles must have before the first feature of it comes.
      PackFolders.room().forEach(pack -> folders.reencode(pack, "2.0.0"));
      awaitVersion(rig, "2.0.0", 10);
      List<Prediction> all = rig.predictions();

      for (String camera : CAMERAS) {
        List<Prediction> mine = of(camera, all);
        assertThat(mine.stream().map(Prediction::seq))
            .isEqualTo(LongStream.range(0, mine.size()).boxed().toList());
        assertThat(mine.stream().map(each -> each.pack().version()).distinct())
            .containsExactly(SHIPPED, "7.0.0", "7.1.0", "2.0.0");
      }
      assertSame(all);
      assertThat(records(rig, "other_encoder")).isZero();
      assertThat(records(rig, "dead_letter")).isZero();
      assertThat(rig.meters.counter("afterimage.memory.resets", "cause", "pack_changed").count())
          .isEqualTo(CAMERAS.size());
    }
  }

  private static double records(RolesRig rig, String outcome) {
    return rig.meters.counter("afterimage.memory.records", "outcome", outcome).count();
  }

  /** Each role has its own watch, which tells what does not pass. */
  private static void awaitRefusals(RolesRig rig, int count) throws InterruptedException {
    String name = "afterimage.packs";
    rig.await(
        () -> rig.meters.counter(name, "pack", ACTIVITY, "outcome", "refused").count() >= count);
  }

  /** Both cameras see the same; the versions that continue each other say the same of it. */
  private static void assertSame(List<Prediction> all) {
    List<Prediction> one = of("a", all);
    List<Prediction> other = of("b", all);
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      boolean continued =
          !one.get(i).pack().version().equals("2.0.0")
              && !other.get(i).pack().version().equals("2.0.0");
      if (continued) {
        assertThat(one.get(i).scores()).isEqualTo(other.get(i).scores());
      }
    }
  }
}
