package io.afterimage.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.afterimage.contract.feature.DType;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.contract.feature.TensorCodec;
import io.afterimage.inference.Features;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.TestPacks;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.inference.runtime.MemoryModel.Ask;
import io.afterimage.inference.runtime.MemoryModel.Step;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryModelTest {
  @TempDir Path temp;
  private PackRuntime runtime;
  private MemoryModel memory;

  @BeforeEach
  void open() {
    start(TestPacks.tiny(temp.resolve("right")));
  }

  private void start(Pack pack) {
    runtime = PackRuntime.open(pack, RuntimeSettings.cpu(1));
    memory = runtime.newMemoryModel();
  }

  @AfterEach
  void close() {
    memory.close();
    runtime.close();
  }

  @Test
  void shouldStartAtZeros() {
    assertThat(memory.initialStates())
        .containsExactly(Tensor.ofFloats("h", Shape.of(1, 1, 8), new float[8]));
  }

  @Test
  void shouldGiveOneProbabilityALabel() {
    Step step = memory.step(features(1, 1).get(0), memory.initialStates());

    assertThat(step.scores()).hasSize(3).allMatch(score -> score > 0 && score < 1);
    assertThat(step.scores().stream().mapToDouble(Float::doubleValue).sum())
        .isCloseTo(1, within(1e-6));
    assertThat(step.states()).extracting(Tensor::name).containsExactly("h");
  }

  @Test
  void shouldContinueFromRestoredStateBitForBit() {
    List<Feature> features = features(200, 2);
    List<Step> whole = walk(memory, features, memory.initialStates());

    List<Step> head = walk(memory, features.subList(0, 77), memory.initialStates());
    List<Tensor> snapshot = head.get(76).states();
    ByteBuffer stored =
        ByteBuffer.allocate(TensorCodec.size(snapshot)).order(ByteOrder.LITTLE_ENDIAN);
    TensorCodec.write(snapshot, stored);
    try (MemoryModel other = runtime.newMemoryModel()) {
      List<Step> tail = walk(other, features.subList(77, 200), TensorCodec.read(stored.flip()));

      assertThat(tail).isEqualTo(whole.subList(77, 200));
    }
  }

  @Test
  void shouldKeepInterleavedCamerasApart() {
    List<List<Feature>> cameras = List.of(features(50, 3), features(50, 4), features(50, 5));
    List<List<Step>> apart =
        cameras.stream().map(camera -> walk(memory, camera, memory.initialStates())).toList();

    List<List<Tensor>> states = new ArrayList<>();
    cameras.forEach(camera -> states.add(memory.initialStates()));
    for (int frame = 0; frame < 50; frame++) {
      for (int camera = 0; camera < 3; camera++) {
        Step step = memory.step(cameras.get(camera).get(frame), states.get(camera));
        states.set(camera, step.states());
        assertThat(step).isEqualTo(apart.get(camera).get(frame));
      }
    }
  }

  @Test
  void shouldStepFramesTogetherAsEachAlone() {
    // On a processor where sums are made in another order for several, none share a run.
    assumeThat(memory.together()).isGreaterThan(1);
    int most = memory.together();
    List<List<Feature>> cameras = new ArrayList<>();
    List<List<Step>> alone = new ArrayList<>();
    List<List<Tensor>> states = new ArrayList<>();
    for (int camera = 0; camera < most; camera++) {
      cameras.add(features(100, 20 + camera));
      alone.add(walk(memory, cameras.get(camera), memory.initialStates()));
      states.add(memory.initialStates());
    }
    Random dice = new Random(8);
    for (int frame = 0; frame < 100; frame++) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, most).boxed().toList());
      Collections.shuffle(order, dice);
      while (!order.isEmpty()) {
        List<Integer> run = order.subList(0, 1 + dice.nextInt(order.size()));
        int at = frame;
        List<Step> steps =
            memory.step(
                run.stream()
                    .map(camera -> new Ask(cameras.get(camera).get(at), states.get(camera)))
                    .toList());
        for (int i = 0; i < run.size(); i++) {
          assertThat(steps.get(i)).isEqualTo(alone.get(run.get(i)).get(frame));
          states.set(run.get(i), steps.get(i).states());
        }
        run.clear();
      }
    }
  }

  @Test
  void shouldStepFramesAloneWhereOthersChangeWhatTheyGive() {
    close();
    start(TestPacks.mixing(temp.resolve("mixing")));

    assertThat(memory.together()).isEqualTo(1);
  }

  @Test
  void shouldEqualWholeSequenceOverFiveThousandSteps() throws OrtException {
    int count = 5_000;
    List<Feature> features = features(count, 6);
    List<Step> steps = walk(memory, features, memory.initialStates());

    FloatBuffer all = FloatBuffer.allocate(count * 6);
    features.forEach(feature -> all.put(feature.tensor("feature").floats()));
    float[] whole = new float[count * 8];
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(TestPacks.graph("gru_whole"));
        OnnxTensor x = OnnxTensor.createTensor(environment, all.flip(), new long[] {count, 1, 6});
        OnnxTensor h =
            OnnxTensor.createTensor(environment, FloatBuffer.allocate(8), new long[] {1, 1, 8});
        OrtSession.Result result = session.run(Map.of("x", x, "h", h))) {
      ((OnnxTensor) result.get("h_all").orElseThrow()).getFloatBuffer().get(whole);
    }

    for (int i = 0; i < count; i++) {
      FloatBuffer state = steps.get(i).states().get(0).floats();
      for (int k = 0; k < 8; k++) {
        assertThat(state.get(k)).as("step %d", i).isCloseTo(whole[i * 8 + k], within(1e-5f));
      }
    }
  }

  @Test
  void shouldGiveFreshTensors() {
    List<Feature> features = features(2, 7);
    Step first = memory.step(features.get(0), memory.initialStates());
    FloatBuffer before = FloatBuffer.allocate(8).put(first.states().get(0).floats()).flip();

    memory.step(features.get(1), first.states());

    assertThat(first.states().get(0).floats()).isEqualTo(before);
  }

  @Test
  void shouldRefuseTensorsThatDoNotFit() {
    List<Tensor> zeros = memory.initialStates();
    Feature right = features(1, 8).get(0);
    Feature otherShape =
        Features.of(List.of(Tensor.ofFloats("feature", Shape.of(1, 5), new float[5])));
    Feature otherName =
        Features.of(List.of(Tensor.ofFloats("features", Shape.of(1, 6), new float[6])));
    Tensor otherType = new Tensor("h", DType.UINT8, Shape.of(1, 1, 8), ByteBuffer.allocate(8));

    assertThat(refuse(otherShape, zeros))
        .hasMessage("tensor 'feature' float32[1, 5] given where 'feature' float32[1, 6] is read");
    assertThat(refuse(otherName, zeros)).hasMessage("the feature has no tensor 'feature'");
    assertThat(refuse(right, List.of())).hasMessage("0 states given, but the pack has 1");
    assertThat(refuse(right, List.of(otherType)))
        .hasMessage("tensor 'h' uint8[1, 1, 8] given where 'h' float32[1, 1, 8] is read");
  }

  @Test
  void shouldNotLetOutAStateThatIsNoNumber() {
    close();
    start(TestPacks.poison(temp.resolve("poison")));
    Tensor ones = Tensor.ofFloats("feature", Shape.of(1, 6), 1, 1, 1, 1, 1, 1);
    Tensor zeros = Tensor.ofFloats("feature", Shape.of(1, 6), new float[6]);
    List<Tensor> states = memory.initialStates();

    assertThat(memory.step(Features.of(List.of(ones)), states).scores())
        .containsExactly(0.2f, 0.3f, 0.5f);
    InferenceException refused =
        catchThrowableOfType(
            InferenceException.class, () -> memory.step(Features.of(List.of(zeros)), states));
    assertThat(refused.code()).isEqualTo(Code.RUN_FAILED);
    assertThat(refused).hasMessageContaining("holds NaN");
    assertThat(memory.step(Features.of(List.of(ones)), states).scores())
        .containsExactly(0.2f, 0.3f, 0.5f);
  }

  @Test
  void shouldTellWhatTheEncoderLookedAt() {
    restart(TestPacks.attending("thumb", 2, 3));
    Tensor read = Tensor.ofFloats("feature", Shape.of(1, 6), new float[6]);
    Tensor thumb = Tensor.ofFloats("thumb", Shape.of(1, 6), 0.1f, 0, 0.2f, 0, Float.NaN, 0.7f);
    Feature feature = Features.of(List.of(read, thumb));
    memory.step(feature, memory.initialStates());

    assertThat(memory.attention(feature)).containsExactly(0.1f, 0f, 0.2f, 0f, Float.NaN, 0.7f);
    assertThat(refused(() -> memory.attention(Features.of(List.of(read)))))
        .hasMessage("the feature has no tensor 'thumb'");
    for (Tensor wrong :
        List.of(
            Tensor.ofFloats("thumb", Shape.of(1, 5), new float[5]),
            new Tensor("thumb", DType.UINT8, Shape.of(1, 6), ByteBuffer.allocate(6)))) {
      assertThat(refused(() -> memory.attention(Features.of(List.of(read, wrong)))))
          .hasMessageStartingWith(
              "tensor 'thumb' %s%s given", wrong.dtype().wireName(), wrong.shape())
          .hasMessageEndingWith(" where 6 weights are read");
    }
  }

  @Test
  void shouldTellWhatALaterStepLookedAtInTheFrameThatCameLast() {
    restart(TestPacks.attending("scores", 3, 1));
    List<Feature> features = features(3, 12);
    List<Step> steps = walk(memory, features.subList(0, 2), memory.initialStates());

    assertThat(memory.attention(features.get(1))).isEqualTo(steps.get(1).scores());
    Step last = memory.step(features.get(2), steps.get(1).states());
    assertThat(memory.attention(features.get(2)))
        .isEqualTo(last.scores())
        .isNotEqualTo(steps.get(1).scores());
  }

  @Test
  void shouldTellWhatItLookedAtWhereAStepReadsThat() {
    restart(TestPacks.attending("feature", 1, 6));
    Tensor read = Tensor.ofFloats("feature", Shape.of(1, 6), 1, 2, 3, 4, 5, 6);
    memory.step(Features.of(List.of(read)), memory.initialStates());

    assertThat(memory.attention(Features.of(List.of(read))))
        .containsExactly(1f, 2f, 3f, 4f, 5f, 6f);
  }

  @Test
  void shouldRefuseToTellWhatItDoesNotLookAt() {
    Feature feature = features(1, 13).get(0);
    InferenceException refused =
        catchThrowableOfType(InferenceException.class, () -> memory.attention(feature));
    assertThat(refused.code()).isEqualTo(Code.BAD_MANIFEST);
    assertThat(refused).hasMessageContaining("pack 'tiny' has no attention part");
  }

  @Test
  void shouldFailAfterRuntimeWasClosed() {
    Feature feature = features(1, 9).get(0);
    runtime.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> memory.step(feature, memory.initialStates()))
        .withMessageContaining("after the pack was closed");
    start(TestPacks.tiny(temp.resolve("again")));
  }

  private void restart(UnaryOperator<String> edit) {
    close();
    start(PackLoader.load(TestPacks.write(temp.resolve("attending"), edit)));
  }

  private InferenceException refuse(Feature feature, List<Tensor> states) {
    return refused(() -> memory.step(feature, states));
  }

  private static InferenceException refused(ThrowingCallable call) {
    InferenceException refused = catchThrowableOfType(InferenceException.class, call);
    assertThat(refused.code()).isEqualTo(Code.BAD_TENSOR);
    return refused;
  }

  private static List<Step> walk(MemoryModel memory, List<Feature> features, List<Tensor> from) {
    List<Tensor> states = from;
    List<Step> steps = new ArrayList<>();
    for (Feature feature : features) {
      Step step = memory.step(feature, states);
      states = step.states();
      steps.add(step);
    }
    return steps;
  }

  private static List<Feature> features(int count, long seed) {
    Random random = new Random(seed);
    List<Feature> features = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] values = new float[6];
      for (int k = 0; k < values.length; k++) {
        values[k] = (float) random.nextGaussian();
      }
      features.add(Features.of(List.of(Tensor.ofFloats("feature", Shape.of(1, 6), values))));
    }
    return features;
  }
}
