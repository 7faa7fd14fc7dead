package io.afterimage.inference.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.afterimage.inference.Features;
import io.afterimage.inference.TestPacks;
import io.afterimage.inference.live.PackVersion.Lease;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.inference.runtime.RuntimeSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePackTest {
  @TempDir Path temp;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  /** A version of the pack {@code tiny}, which continues another one's memory. */
  private PackRuntime version(String version, String... continued) {
    Path folder =
        TestPacks.write(
            temp.resolve(version),
            manifest ->
                manifest
                    .replace("1.2.3", version)
                    .replace(
                        "compatible_with: []",
                        "compatible_with: [%s]".formatted(String.join(", ", continued))));
    return PackRuntime.open(PackLoader.load(folder), RuntimeSettings.cpu(1));
  }

  private static String speaking(LivePack pack) {
    return pack.versions().current().pack().manifest().version();
  }

  private static void encode(PackRuntime runtime) {
    assertThat(runtime.encoder().encode(List.of(ByteBuffer.allocate(192)))).hasSize(1);
  }

  private static void assertFreed(PackRuntime runtime) {
    assertThatIllegalStateException()
        .isThrownBy(() -> runtime.encoder().encode(List.of(ByteBuffer.allocate(192))))
        .withMessageContaining("closed");
  }

  @Test
  void shouldFreeAVersionWithItsLastUser() {
    PackRuntime first = version("1.0.0");
    PackRuntime second = version("1.1.0");
    PackRuntime third = version("1.2.0");
    LivePack pack = new LivePack(first);
    try (Lease lease = pack.leader();
        MemoryModel model = lease.graphs().newMemoryModel()) {
      pack.replace(second, false);
      pack.replace(third, false);

      // It is no version any more, but somebody steps with it.
      assertThat(pack.versions().of(first.pack().sha256())).isNull();
      encode(first);
      assertThat(
              model
                  .step(
                      Features.of(first.encoder().encode(List.of(ByteBuffer.allocate(192))).get(0)),
                      model.initialStates())
                  .scores())
          .hasSize(3);
    }
    assertFreed(first);
    encode(second);
    pack.close();
    assertFreed(second);
    assertFreed(third);
    assertThatIllegalStateException()
        .isThrownBy(pack::leader)
        .withMessage("pack 'tiny' was used after it was closed");
  }

  @Test
  void shouldLetTheOldVersionLeadUntilTheNewOneHasSettled() {
    try (LivePack pack = new LivePack(version("1.0.0"), metrics)) {
      pack.replace(version("1.1.0"), true);

      assertThat(speaking(pack)).isEqualTo("1.1.0");
      assertThat(leading(pack)).isEqualTo("1.0.0");
      pack.settle();
      assertThat(leading(pack)).isEqualTo("1.1.0");
      assertThat(metrics.counter("afterimage.packs", "pack", "tiny", "outcome", "switched").count())
          .isEqualTo(1);
    }
  }

  private static String leading(LivePack pack) {
    try (Lease lease = pack.leader()) {
      return lease.graphs().pack().manifest().version();
    }
  }

  @Test
  void shouldGoBackOnceFromTheVersionThatFailed() {
    try (LivePack pack = new LivePack(version("1.0.0"), metrics)) {
      PackVersion first = pack.versions().current();
      pack.rollBack(first, new IllegalStateException("there is none before"));
      assertThat(speaking(pack)).isEqualTo("1.0.0");

      pack.replace(version("1.1.0"), false);
      PackVersion second = pack.versions().current();
      pack.rollBack(first, new IllegalStateException("it is not the current one"));
      assertThat(speaking(pack)).isEqualTo("1.1.0");
      pack.rollBack(second, new IllegalStateException("broken"));
      pack.rollBack(second, new IllegalStateException("broken"));

      assertThat(speaking(pack)).isEqualTo("1.0.0");
      assertThat(pack.versions().previous()).isSameAs(second);
      assertThat(pack.versions().rolledBack()).isTrue();
      assertThat(
              metrics.counter("afterimage.packs", "pack", "tiny", "outcome", "rolled_back").count())
          .isEqualTo(1);
      assertThat(metrics.find("afterimage.pack.active").gauges())
          .extracting(Gauge::getId)
          .extracting(id -> Objects.requireNonNull(id.getTag("version")))
          .containsExactly("1.0.0");
    }
    assertThat(metrics.find("afterimage.pack.active").gauges()).isEmpty();
  }

  @Test
  void shouldContinueBothWaysWhatTheNewVersionNames() {
    PackRuntime first = version("1.0.0");
    String sha256 = first.pack().sha256();
    try (LivePack pack = new LivePack(first)) {
      PackVersion old = pack.versions().current();
      pack.replace(version("1.1.0", sha256), false);
      Versions versions = pack.versions();
      PackVersion now = versions.current();

      assertThat(versions.continues(now, sha256)).isTrue();
      assertThat(versions.continues(old, now.pack().sha256())).isTrue();
      assertThat(versions.continues(old, "0".repeat(64))).isFalse();

      pack.replace(version("1.2.0"), false);
      assertThat(pack.versions().continues(now, pack.versions().current().pack().sha256()))
          .isFalse();
    }
  }

  @Test
  void shouldEndTheProbationAfterAHundred() {
    Probation probation = new Probation();
    assertThat(probation.isUntried()).isTrue();
    for (int i = 0; i < Probation.LENGTH; i++) {
      assertThat(probation.lasts()).isTrue();
      probation.passed(1);
    }
    assertThat(probation.lasts()).isFalse();
    assertThat(probation.isUntried()).isFalse();
  }
}
