package io.afterimage.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.CaptionPacks;
import io.afterimage.inference.caption.Caption;
import io.afterimage.inference.caption.Decoding;
import io.afterimage.inference.caption.Decoding.Looks;
import io.afterimage.inference.pack.Pack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hard pack has the weights of the spatial one, but looks at one cell for each word. */
class HardAttentionTest {
  private static final Decoding DRAWN = Decoding.beam(12, 3, 0.7).looking(Looks.SAMPLE);
  private static final int CELLS = 6;

  @TempDir Path temp;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @Test
  void shouldLookAtOneCell() {
    PackRuntime hard = open(CaptionPacks.hard(temp));
    for (Decoding decoding : List.of(Decoding.greedy(12), DRAWN)) {
      Captioner captioner = captioner(hard, decoding);
      for (int seed = 0; seed < 20; seed++) {
        for (Caption.Word word : captioner.caption(picture(seed), seed).words()) {
          assertThat(word.attention()).hasSize(CELLS);
          assertThat(Set.copyOf(word.attention())).containsOnly(0f, 1f);
          assertThat(Collections.frequency(word.attention(), 1f)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void shouldLookWhereTheWeightIsMostUnlessAskedToDraw() {
    Captioner soft = captioner(open(CaptionPacks.spatial(temp.resolve("a"))), Decoding.greedy(12));
    Captioner hard = captioner(open(CaptionPacks.hard(temp.resolve("b"))), Decoding.greedy(12));

    for (int seed = 0; seed < 20; seed++) {
      List<Float> weights = firstLook(soft, seed, 0);
      assertThat(firstLook(hard, seed, seed).indexOf(1f))
          .isEqualTo(weights.indexOf(Collections.max(weights)));
    }
  }

  /** The first word is chosen before any look could change the weights. */
  @Test
  void shouldDrawCellsByTheirWeight() {
    Captioner soft = captioner(open(CaptionPacks.spatial(temp.resolve("a"))), Decoding.greedy(12));
    Captioner hard = captioner(open(CaptionPacks.hard(temp.resolve("b"))), DRAWN);
    List<Float> weights = firstLook(soft, 4, 0);
    assertThat(Collections.max(weights)).isLessThan(0.9f);
    int draws = 4000;
    int[] looks = new int[CELLS];

    Random seeds = new Random(1);
    hard.look(picture(4));
    for (int i = 0; i < draws; i++) {
      looks[hard.say(seeds.nextLong()).words().get(0).attention().indexOf(1f)]++;
    }

    for (int cell = 0; cell < CELLS; cell++) {
      // Four standard deviations of so many draws are 0.03 at most.
      assertThat((double) looks[cell] / draws).isCloseTo(weights.get(cell), within(0.035));
    }
  }

  @Test
  void shouldDrawTheSameLooksWithTheSameSeed() {
    PackRuntime runtime = open(CaptionPacks.hard(temp));
    Captioner one = captioner(runtime, DRAWN);
    Captioner other = captioner(runtime, DRAWN);
    Set<Caption> drawn = new HashSet<>();
    other.look(picture(4));

    for (int seed = 0; seed < 20; seed++) {
      Caption caption = one.caption(picture(4), seed);
      assertThat(other.say(seed)).isEqualTo(caption);
      drawn.add(caption);
    }

    assertThat(drawn).hasSizeGreaterThan(5);
  }

  private static List<Float> firstLook(Captioner captioner, int picture, long seed) {
    return captioner.caption(picture(picture), seed).words().get(0).attention();
  }

  private static List<Tensor> picture(int seed) {
    Random random = new Random(seed);
    float[] values = new float[CELLS];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return List.of(Tensor.ofFloats("thumb", Shape.of(1, CELLS), values));
  }

  private PackRuntime open(Pack pack) {
    PackRuntime runtime = PackRuntime.open(pack, RuntimeSettings.cpu(1));
    opened.add(0, runtime);
    return runtime;
  }

  private Captioner captioner(PackRuntime runtime, Decoding decoding) {
    Captioner captioner = runtime.newCaptioner(decoding);
    opened.add(0, captioner);
    return captioner;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }
}
