package io.afterimage.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.afterimage.contract.feature.DType;
import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.CaptionPacks;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.TestPacks;
import io.afterimage.inference.caption.Caption;
import io.afterimage.inference.caption.Decoding;
import io.afterimage.inference.caption.Vocabulary;
import io.afterimage.inference.caption.WordModel.NextWord;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionerTest {
  private static final int START = Vocabulary.START;

  @TempDir Path temp;
  private PackRuntime runtime;
  private Captioner captioner;

  @BeforeEach
  void open() {
    start(CaptionPacks.temporal(temp.resolve("right")));
  }

  private void start(Pack pack) {
    runtime = PackRuntime.open(pack, RuntimeSettings.cpu(1));
    captioner = runtime.newCaptioner();
  }

  @AfterEach
  void close() {
    captioner.close();
    runtime.close();
  }

  @Test
  void shouldSearchAsThePackSaysUnlessToldOtherwise() {
    assertThat(captioner.decoding()).isEqualTo(Decoding.beam(12, 3, 0.7));
    try (Captioner other = runtime.newCaptioner(Decoding.greedy(4))) {
      assertThat(other.decoding()).isEqualTo(Decoding.greedy(4));
      assertThat(other.caption(window(5, 1), 0).words()).hasSizeLessThanOrEqualTo(4);
    }
  }

  @Test
  void shouldGiveEachWordOneWeightAFrame() {
    for (int frames = 1; frames <= 5; frames++) {
      Caption caption = captioner.caption(window(frames, frames), 0);

      assertThat(caption.words()).isNotEmpty();
      for (Caption.Word word : caption.words()) {
        assertThat(word.attention()).hasSize(frames);
        assertThat(word.attention().stream().mapToDouble(Float::doubleValue).sum())
            .isCloseTo(1, within(1e-5));
      }
    }
  }

  @Test
  void shouldFindWithBeamOfOneWhatGreedyFinds() {
    try (Captioner beam = runtime.newCaptioner(Decoding.beam(12, 1, 0.7));
        Captioner greedy = runtime.newCaptioner(Decoding.greedy(12))) {
      for (int seed = 0; seed < 50; seed++) {
        List<Tensor> window = window(1 + seed % 5, seed);
        assertThat(beam.caption(window, 0)).isEqualTo(greedy.caption(window, 0));
      }
    }
  }

  /** What shares a batch changes nothing, whichever hypothesis each one continues. */
  @Test
  void shouldStepManyHypothesesAsEachAlone() {
    List<Tensor> window = window(4, 3);
    try (OnnxWordModel many = runtime.wordModel(4);
        OnnxWordModel one = runtime.wordModel(1)) {
      many.begin(window);
      many.next(new int[] {0}, new int[] {START});
      many.next(new int[] {0, 0, 0}, new int[] {4, 5, 6});
      many.next(new int[] {2, 0, 1, 2}, new int[] {7, 4, 8, 5});
      List<NextWord> together = many.next(new int[] {3, 1}, new int[] {8, 6});

      for (int[] path : new int[][] {{0, START, 6, 5, 8}, {1, START, 4, 4, 6}}) {
        one.begin(window);
        NextWord alone = together.get(0);
        for (int i = 1; i < path.length; i++) {
          alone = one.next(new int[] {0}, new int[] {path[i]}).get(0);
        }
        assertSame(together.get(path[0]), alone);
      }
      assertThat(together.get(0).logProbs().get(4))
          .isNotCloseTo(together.get(1).logProbs().get(4), within(1e-3f));
    }
  }

  private static void assertSame(NextWord actual, NextWord expected) {
    for (int word = 0; word < 9; word++) {
      assertThat(actual.logProbs().get(word))
          .isCloseTo(expected.logProbs().get(word), within(1e-5f));
    }
    assertThat(actual.attention()).hasSameSizeAs(expected.attention());
    for (int place = 0; place < actual.attention().size(); place++) {
      assertThat(actual.attention().get(place))
          .isCloseTo(expected.attention().get(place), within(1e-5f));
    }
  }

  @Test
  void shouldForgetTheWindowBefore() {
    List<Tensor> shorter = window(2, 5);
    Caption fresh = captioner.caption(shorter, 0);

    captioner.caption(window(5, 6), 0);

    assertThat(captioner.caption(shorter, 0)).isEqualTo(fresh);
  }

  @Test
  void shouldDrawTheSameWithTheSameSeed() {
    try (Captioner sampler = runtime.newCaptioner(Decoding.sample(12, 1, 0))) {
      List<Tensor> window = window(5, 7);
      List<Caption> drawn = new ArrayList<>();
      for (int seed = 0; seed < 20; seed++) {
        drawn.add(sampler.caption(window, seed));
        assertThat(sampler.caption(window, seed)).isEqualTo(drawn.get(seed));
      }
      assertThat(Set.copyOf(drawn)).hasSizeGreaterThan(10);
    }
  }

  @Test
  void shouldPutAWindowIntoWordsAsOftenAsWantedOnceItWasRead() {
    try (Captioner sampler = runtime.newCaptioner(Decoding.sample(12, 1, 0))) {
      List<Caption> expected = List.of(sampler.caption(window(4, 7), 1), sampler.say(2));
      for (Captioner each : List.of(captioner, sampler)) {
        Caption whole = each.caption(window(4, 7), 1);
        each.look(window(2, 8));
        each.look(window(4, 7));
        assertThat(each.say(1)).isEqualTo(whole);
        assertThat(each.say(1)).isEqualTo(whole);
      }
      assertThat(List.of(sampler.say(1), sampler.say(2))).isEqualTo(expected);
    }
  }

  @Test
  void shouldHaveNothingToSayWithoutAWindow() {
    assertThatIllegalStateException()
        .isThrownBy(() -> captioner.say(0))
        .withMessageContaining("no window was read");
    captioner.look(window(3, 8));

    assertThat(refuse(window(6, 8))).hasMessageContaining("a window of 6 frames");

    // The window before the one that did not fit is not put into words in its place.
    assertThatIllegalStateException().isThrownBy(() -> captioner.say(0));
  }

  @Test
  void shouldServeOneThreadForEachCaptioner() throws Exception {
    List<Caption> alone = captions(captioner);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<Caption>>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        runs.add(
            threads.submit(
                () -> {
                  try (Captioner own = runtime.newCaptioner()) {
                    return captions(own);
                  }
                }));
      }
      for (Future<List<Caption>> run : runs) {
        assertThat(run.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Caption> captions(Captioner captioner) {
    List<Caption> captions = new ArrayList<>();
    for (int seed = 0; seed < 30; seed++) {
      captions.add(captioner.caption(window(1 + seed % 5, seed), 0));
    }
    return captions;
  }

  @Test
  void shouldRefuseWindowsThatDoNotFit() {
    Tensor right = window(3, 8).get(0);

    assertThat(refuse(List.of())).hasMessage("a window of 0 tensors given, but the pack's has 1");
    assertThat(refuse(window(6, 8)))
        .hasMessage("a window of 6 frames given, but the pack's has 1 to 5");
    assertThat(refuse(List.of(Tensor.ofFloats("feature", Shape.of(), 1))))
        .hasMessage("a window of 0 frames given, but the pack's has 1 to 5");
    assertThat(refuse(List.of(Tensor.ofFloats("view", Shape.of(3, 6), new float[18]))))
        .hasMessage(
            "tensor 'view' float32[3, 6] given where 3 frames of 'feature' float32[6] are read");
    assertThat(refuse(List.of(Tensor.ofFloats("feature", Shape.of(3, 5), new float[15]))))
        .hasMessageContaining("float32[3, 5] given");
    assertThat(
            refuse(
                List.of(
                    new Tensor("feature", DType.UINT8, Shape.of(3, 6), ByteBuffer.allocate(18)))))
        .hasMessageContaining("uint8[3, 6] given");
    assertThat(refuse(List.of(right, right)))
        .hasMessage("a window of 2 tensors given, but the pack's has 1");
  }

  private InferenceException refuse(List<Tensor> window) {
    InferenceException refused =
        catchThrowableOfType(InferenceException.class, () -> captioner.caption(window, 0));
    assertThat(refused.code()).isEqualTo(Code.BAD_TENSOR);
    return refused;
  }

  @Test
  void shouldFailClearlyWhereTheStepGivesNoNumbers() {
    close();
    start(CaptionPacks.broken(temp.resolve("broken")));
    List<Tensor> right = window(5, 9);
    float[] low = new float[30];
    low[7] = -3;
    Caption before = captioner.caption(right, 0);

    InferenceException refused =
        catchThrowableOfType(
            InferenceException.class,
            () -> captioner.caption(List.of(Tensor.ofFloats("feature", Shape.of(5, 6), low)), 0));

    assertThat(refused.code()).isEqualTo(Code.RUN_FAILED);
    assertThat(refused)
        .hasMessage(
            "tensor 'log_probs' holds NaN for word 0, which is no logarithm of a probability");
    assertThat(captioner.caption(right, 0)).isEqualTo(before);
  }

  @Test
  void shouldRefuseGraphsThatAreNotWhatTheManifestSays() {
    Path folder =
        CaptionPacks.write(
            temp,
            manifest ->
                manifest
                    .replace("state: h, shape: [N, 4]", "state: h, shape: [N, 3]")
                    .replace("output: h_out, shape: [N, 4]", "output: h_out, shape: [N, 3]"));

    InferenceException refused =
        catchThrowableOfType(
            InferenceException.class,
            () -> PackRuntime.open(PackLoader.load(folder), RuntimeSettings.cpu(1)).close());

    assertThat(refused.code()).isEqualTo(Code.BAD_GRAPH);
    assertThat(refused).hasMessageContaining("output 'h0' has the shape [-1, 4], not [-1, 3]");
  }

  @Test
  void shouldTellPacksThatCaptionFromThoseThatScore() {
    assertThat(catchThrowableOfType(InferenceException.class, runtime::newMemoryModel))
        .hasMessage("pack 'teller' has no labels: it captions");
    try (PackRuntime scores = PackRuntime.open(TestPacks.tiny(temp), RuntimeSettings.cpu(1))) {
      assertThat(catchThrowableOfType(InferenceException.class, scores::newCaptioner))
          .hasMessage("pack 'tiny' has no caption part: it scores labels");
    }
  }

  @Test
  void shouldFailAfterRuntimeWasClosed() {
    runtime.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> captioner.caption(window(5, 1), 0))
        .withMessageContaining("after the pack was closed");
  }

  /** A window of random features. */
  static List<Tensor> window(int frames, long seed) {
    Random random = new Random(seed);
    float[] values = new float[frames * 6];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return List.of(Tensor.ofFloats("feature", Shape.of(frames, 6), values));
  }
}
