package io.afterimage.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.CaptionPacks;
import io.afterimage.inference.Features;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.TestPacks;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.live.PackVersion;
import io.afterimage.inference.pack.Pack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts what native memory grows by, in processes whose heap is touched from the start. */
class NativeMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final List<String> FIXED_HEAP =
      List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC");

  @TempDir Path temp;

  @Test
  void shouldStayFlatOverTwentyThousandEncodes() throws Exception {
    assertThat(growthKb("encode")).isLessThan(24_000);
  }

  @Test
  void shouldComeBackFromPacksThatAreReloaded() throws Exception {
    assertThat(growthKb("reload")).isLessThan(24_000);
  }

  @Test
  void shouldStayFlatOverTenThousandCaptions() throws Exception {
    assertThat(growthKb("caption")).isLessThan(24_000);
  }

  @Test
  void shouldComeBackFromPacksThatAreReplacedInUse() throws Exception {
    assertThat(growthKb("replace")).isLessThan(24_000);
  }

  private long growthKb(String what) throws Exception {
    assumeThat(STATUS).as("the kernel's figures").exists();
    String said = ChildJvm.run(NativeMemoryTest.class, FIXED_HEAP, what, temp.toString());
    return said.lines()
        .filter(line -> line.startsWith("grown by "))
        .mapToLong(line -> Long.parseLong(line.substring("grown by ".length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError(said));
  }

  /** What the child process runs: first to get warm, then to be measured. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]);
    if (args[0].equals("caption")) {
      Pack pack = CaptionPacks.temporal(folder);
      measure(rounds -> caption(pack, rounds));
    } else if (args[0].equals("replace")) {
      Pack pack = TestPacks.tiny(folder);
      measure(rounds -> replace(pack, rounds));
    } else {
      Pack pack = TestPacks.tiny(folder);
      measure(rounds -> work(pack, args[0].equals("reload"), rounds));
    }
  }

  private static void measure(IntConsumer work) throws IOException {
    work.accept(1);
    long before = residentKb();
    work.accept(4);
    System.out.println("grown by " + (residentKb() - before));
  }

  private static void work(Pack pack, boolean reload, int rounds) {
    for (int i = 0; i < (reload ? 15 * rounds : 1); i++) {
      try (PackRuntime runtime = PackRuntime.open(pack, RuntimeSettings.cpu(4));
          MemoryModel memory = runtime.newMemoryModel()) {
        encode(runtime, memory, reload ? 10 : 5_000 * rounds);
      }
    }
  }

  /** Replaces a pack, by turns before and while it is used, and rolls some back. */
  private static void replace(Pack pack, int rounds) {
    try (LivePack live = new LivePack(open(pack))) {
      for (int i = 0; i < 15 * rounds; i++) {
        try (PackVersion.Lease lease = live.leader();
            MemoryModel memory = lease.graphs().newMemoryModel()) {
          live.replace(open(pack), i % 2 == 0);
          encode(lease.graphs(), memory, 10);
        }
        if (i % 3 == 0) {
          live.rollBack(live.versions().current(), new IllegalStateException("broken"));
        }
        live.settle();
      }
    }
  }

  private static PackRuntime open(Pack pack) {
    return PackRuntime.open(pack, RuntimeSettings.cpu(4));
  }

  /** Captions well, and windows that are refused in between. */
  private static void caption(Pack pack, int rounds) {
    List<Tensor> tooLong = CaptionerTest.window(6, 0);
    try (PackRuntime runtime = PackRuntime.open(pack, RuntimeSettings.cpu(1))) {
      for (int i = 0; i < 25 * rounds; i++) {
        try (Captioner captioner = runtime.newCaptioner()) {
          for (int k = 0; k < 100; k++) {
            captioner.caption(CaptionerTest.window(1 + k % 5, k), k);
          }
          assertThatThrownBy(() -> captioner.caption(tooLong, 0))
              .isInstanceOf(InferenceException.class)
              .hasMessageContaining("a window of 6 frames given");
        }
      }
    }
  }

  private static void encode(PackGraphs runtime, MemoryModel memory, int times) {
    List<Tensor> states = memory.initialStates();
    for (int i = 0; i < times; i++) {
      int batch = 1 + i % 16;
      List<ByteBuffer> frames =
          Stream.generate(() -> ByteBuffer.allocate(192)).limit(batch).toList();
      List<Tensor> feature = runtime.encoder().encode(frames).get(batch - 1);
      states = memory.step(Features.of(feature), states).states();
    }
  }

  private static long residentKb() throws IOException {
    System.gc();
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
