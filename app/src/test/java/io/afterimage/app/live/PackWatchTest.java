package io.afterimage.app.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.pack.PackChoice;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.inference.runtime.RuntimeSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With copies of shipped packs. */
class PackWatchTest {
  private static final String ACTIVITY = "room-activity";
  private static final String SHIPPED = PackFolders.shippedVersion(ACTIVITY);
  private static final String CAPTIONS = "room-captions";
  private static final Duration EVERY = Duration.ofSeconds(5);

  @TempDir private Path folder;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicLong nanos = new AtomicLong();
  private final List<String> told = new ArrayList<>();
  private PackFolders folders;
  private LivePacks packs;
  private PackWatch watch;

  @BeforeEach
  void open() {
    folders = new PackFolders(folder);
    Pack activity = PackLoader.load(folders.copy(ACTIVITY));
    Pack captions = PackLoader.load(folders.copy(CAPTIONS));
    open(new PackChoice(activity, List.of(captions)), EnumSet.allOf(Part.class));
  }

  private void open(PackChoice choice, Set<Part> parts) {
    packs = new LivePacks(choice.serving(), parts, RuntimeSettings.cpu(1), meters);
    watch = new PackWatch(packs, EVERY, told::add, nanos::get);
  }

  @AfterEach
  void close() {
    packs.close();
  }

  private LivePack live(String id) {
    return packs.seats().stream()
        .map(LivePacks.Seat::live)
        .filter(live -> live.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private String version(String id) {
    return live(id).versions().current().pack().manifest().version();
  }

  private String leader(String id) {
    return live(id).versions().leader().pack().manifest().version();
  }

  private double count(String id, String outcome) {
    return meters.counter("afterimage.packs", "pack", id, "outcome", outcome).count();
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      watch.look();
    }
  }

  @Test
  void shouldLetANewVersionSpeakAtOnceIfItsEncoderIsTheSame() {
    look(2);
    assertThat(told).isEmpty();

    folders.retune(ACTIVITY, "7.0.0");
    look(1);

    assertThat(version(ACTIVITY)).isEqualTo("7.0.0");
    assertThat(leader(ACTIVITY)).isEqualTo("7.0.0");
    assertThat(told).containsExactly("pack room-activity 7.0.0 takes over from " + SHIPPED);
    assertThat(count(ACTIVITY, "switched")).isEqualTo(1);
  }

  @Test
  void shouldAskForCaptionsOfANewVersionOnceAllHaveHadTimeToFindIt() {
    String before = version(CAPTIONS);
    folders.release(CAPTIONS, "9.0.0", manifest -> manifest);
    look(1);

    assertThat(version(CAPTIONS)).isEqualTo("9.0.0");
    assertThat(leader(CAPTIONS)).isEqualTo(before);
    nanos.addAndGet(2 * EVERY.toNanos() - 1);
    look(1);
    assertThat(leader(CAPTIONS)).isEqualTo(before);
    nanos.incrementAndGet();
    look(1);
    assertThat(leader(CAPTIONS)).isEqualTo("9.0.0");
  }

  @Test
  void shouldChangeTheEncoderOfAllPacksTogetherOrNotAtAll() {
    String before = version(CAPTIONS);
    folders.reencode(ACTIVITY, "2.0.0");
    look(3);
    assertThat(version(ACTIVITY)).isEqualTo(SHIPPED);
    assertThat(count(ACTIVITY, "refused")).isEqualTo(1);

    folders.reencode(CAPTIONS, "2.0.0");
    look(1);

    assertThat(version(ACTIVITY)).isEqualTo("2.0.0");
    assertThat(version(CAPTIONS)).isEqualTo("2.0.0");
    assertThat(leader(ACTIVITY)).isEqualTo(SHIPPED);
    assertThat(leader(CAPTIONS)).isEqualTo(before);
    nanos.addAndGet(2 * EVERY.toNanos());
    look(1);
    assertThat(leader(ACTIVITY)).isEqualTo("2.0.0");
    assertThat(leader(CAPTIONS)).isEqualTo("2.0.0");
  }

  @Test
  void shouldWaitForAFolderThatIsStillBeingCopied() {
    Path memory = folders.of(ACTIVITY).resolve("memory.onnx");
    byte[] whole = PackFolders.read(memory);
    folders.retune(ACTIVITY, "7.0.0");
    PackFolders.write(memory, Arrays.copyOf(whole, whole.length / 2));
    look(1);
    assertThat(count(ACTIVITY, "refused")).isZero();
    look(4);
    // Told once, when it had not passed.
    assertThat(count(ACTIVITY, "refused")).isEqualTo(1);
    assertThat(version(ACTIVITY)).isEqualTo(SHIPPED);

    PackFolders.write(memory, whole);
    look(1);
    assertThat(version(ACTIVITY)).isEqualTo("7.0.0");
  }

  @Test
  void shouldWaitForAManifestThatIsStillBeingWritten() throws Exception {
    Path manifest = folders.of(ACTIVITY).resolve("pack.yaml");
    folders.retune(ACTIVITY, "7.0.0");
    byte[] whole = PackFolders.read(manifest);
    for (int length : List.of(0, 40, whole.length / 2, whole.length - 90)) {
      PackFolders.write(manifest, Arrays.copyOf(whole, length));
      look(1);
      assertThat(version(ACTIVITY)).as("%d bytes", length).isEqualTo(SHIPPED);
    }
    Files.delete(manifest);
    look(1);
    PackFolders.write(manifest, whole);
    look(1);

    assertThat(version(ACTIVITY)).isEqualTo("7.0.0");
    assertThat(count(ACTIVITY, "refused")).isZero();
  }

  @Test
  void shouldRefuseAGraphThatDoesNotRunOnce() {
    Path memory = folders.of(ACTIVITY).resolve("memory.onnx");
    byte[] before = PackFolders.read(memory);
    byte[] broken = Arrays.copyOf(before, before.length / 2);
    PackFolders.write(memory, broken);
    folders.release(
        ACTIVITY,
        "7.0.0",
        manifest -> manifest.replace(PackFolders.sha256(before), PackFolders.sha256(broken)));
    look(4);

    assertThat(version(ACTIVITY)).isEqualTo(SHIPPED);
    assertThat(count(ACTIVITY, "refused")).isEqualTo(1);
    assertThat(told).isEmpty();
  }

  @Test
  void shouldRefuseWhatNeedsARestart() {
    folders.release(ACTIVITY, "7.0.0", m -> m.replace("rate_fps: 12.5", "rate_fps: 25.0"));
    look(3);
    assertThat(version(ACTIVITY)).isEqualTo(SHIPPED);
    assertThat(count(ACTIVITY, "refused")).isEqualTo(1);

    folders.release(ACTIVITY, "7.0.0", m -> m.replace("rate_fps: 25.0", "rate_fps: 12.5"));
    folders.release(ACTIVITY, "7.0.0", m -> m.replaceAll("(?m)^attention: .*\\R", ""));
    look(3);
    assertThat(version(ACTIVITY)).isEqualTo(SHIPPED);
    assertThat(count(ACTIVITY, "refused")).isEqualTo(2);

    // The encoder's hash would say that its features are the same.
    folders.retune(ACTIVITY, "7.1.0");
    folders.release(
        ACTIVITY,
        "7.1.0",
        m ->
            m.replace("mean: [0.0, 0.0]", "mean: [0.5, 0.5]")
                .concat("attention: {tensor: attention, rows: 6, columns: 8}\n"));
    look(3);
    assertThat(version(ACTIVITY)).isEqualTo(SHIPPED);
    assertThat(count(ACTIVITY, "refused")).isEqualTo(3);
  }

  @Test
  void shouldNotTryAgainWhatWasRolledBackUntilTheFolderChanges() {
    folders.retune(ACTIVITY, "7.0.0");
    look(1);
    LivePack live = live(ACTIVITY);
    live.rollBack(live.versions().current(), new IllegalStateException("broken"));
    nanos.addAndGet(2 * EVERY.toNanos());
    look(3);
    assertThat(version(ACTIVITY)).isEqualTo(SHIPPED);

    folders.retune(ACTIVITY, "7.1.0");
    look(1);
    assertThat(version(ACTIVITY)).isEqualTo("7.1.0");
    assertThat(count(ACTIVITY, "rolled_back")).isEqualTo(1);
    assertThat(count(ACTIVITY, "switched")).isEqualTo(2);
  }

  @Test
  void shouldTakeTheSameVersionsWhereTheyOnlyCount() {
    packs.close();
    PackChoice choice =
        new PackChoice(
            PackLoader.load(folders.of(ACTIVITY)), List.of(PackLoader.load(folders.of(CAPTIONS))));
    open(choice, Set.of(Part.CAPTIONING));
    byte[] encoder = PackFolders.read(folders.of(ACTIVITY).resolve("encoder.onnx"));
    folders.retune(ACTIVITY, "7.0.0");
    look(1);
    assertThat(version(ACTIVITY)).isEqualTo("7.0.0");

    byte[] broken = "no graph".getBytes(UTF_8);
    PackFolders.write(folders.of(ACTIVITY).resolve("encoder.onnx"), broken);
    PackFolders.write(folders.of(CAPTIONS).resolve("encoder.onnx"), broken);
    for (String pack : PackFolders.room()) {
      folders.release(
          pack, "2.0.0", m -> m.replace(PackFolders.sha256(encoder), PackFolders.sha256(broken)));
    }
    nanos.addAndGet(2 * EVERY.toNanos());
    look(2);
    assertThat(version(ACTIVITY)).isEqualTo("7.0.0");
    assertThat(count(ACTIVITY, "refused")).isEqualTo(1);
  }
}
