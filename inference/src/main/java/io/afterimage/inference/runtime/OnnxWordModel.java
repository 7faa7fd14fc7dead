package io.afterimage.inference.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.caption.Decoding.Looks;
import io.afterimage.inference.caption.Vocabulary;
import io.afterimage.inference.caption.WordModel;
import io.afterimage.inference.pack.CaptionSpec;
import io.afterimage.inference.pack.InitialState;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.inference.pack.StateSpec;
import io.afterimage.inference.pack.StepSpec;
import io.afterimage.inference.pack.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a pack's {@code caption_init} once a window and its {@code caption_step} once a word, all
 * hypotheses in one batch. Each tensor has one piece of native memory, which is used again; states
 * follow their hypotheses from item to item. One thread at a time.
 */
final class OnnxWordModel implements WordModel, AutoCloseable {
  /** What does not change while words are made: as it is given, and once for each hypothesis. */
  private record Context(BatchBuffer given, BatchBuffer repeated) {}

  /** A state: where it begins, where the step reads it, and where it leaves the next. */
  private record State(BatchBuffer initial, BatchBuffer input, BatchBuffer output) {}

  private static final float MOST_WEIGHT = -1;
  private static final int CHANCE_BITS = 24;
  private static final float CHANCE_STEP = 1f / (1 << CHANCE_BITS);

  private final OrtEnvironment environment;
  private final GraphSession init;
  private final GraphSession step;
  private final CaptionSpec caption;
  private final CaptionWindow window;

  /** Of the window and of what the init graph gives, by name; batches of 1. */
  private final Map<String, BatchBuffer> once = new LinkedHashMap<>();

  /** Of the step graph, by name; batches of as many as there are hypotheses. */
  private final Map<String, BatchBuffer> each = new LinkedHashMap<>();

  private final List<Context> contexts = new ArrayList<>();
  private final List<State> states = new ArrayList<>();
  private final BatchBuffer words;
  private final @Nullable BatchBuffer chances;
  private final WordReadout readout;
  private final int most;

  /** How many hypotheses the last step had; 0: no word was made yet. */
  private int before;

  /** For how many hypotheses the contexts are repeated; 0: the window is new. */
  private int repeats;

  /** What draws where hard attention looks; null: it looks at the place of most weight. */
  private @Nullable SplittableRandom random;

  /**
   * @param sessions of the {@code caption_init} and the {@code caption_step}
   * @param most the most hypotheses of one step
   */
  OnnxWordModel(
      OrtEnvironment environment, List<GraphSession> sessions, Manifest manifest, int most) {
    this.environment = environment;
    this.init = sessions.get(0);
    this.step = sessions.get(1);
    this.caption = manifest.requireCaption();
    this.most = most;
    this.window = window(manifest.encoder());
    Map<String, BatchBuffer> initial = new HashMap<>();
    for (InitialState state : init.step().initialStates()) {
      initial.put(state.state(), own(once, state.output(), 1));
    }
    init.step().outputs().forEach(output -> own(once, output, 1));
    for (TensorSpec input : step.step().inputs()) {
      BatchBuffer buffer = own(each, input, most);
      if (!input.name().equals(caption.word()) && !input.name().equals(caption.chance())) {
        contexts.add(new Context(find(once, input.name()), buffer));
      }
    }
    for (StateSpec state : step.step().states()) {
      states.add(
          new State(
              find(initial, state.name()),
              own(each, state.input(), most),
              own(each, state.output(), most)));
    }
    step.step().outputs().forEach(output -> own(each, output, most));
    this.words = find(each, caption.word());
    this.chances = caption.chance() == null ? null : find(each, caption.chance());
    String attention = caption.attention();
    this.readout =
        new WordReadout(
            find(each, caption.logProbs()), attention == null ? null : find(each, attention));
  }

  private CaptionWindow window(StepSpec encoder) {
    for (TensorSpec output : encoder.outputs()) {
      if (caption.tensors().contains(output.name())) {
        own(once, caption.window(output), 1);
      }
    }
    return new CaptionWindow(
        caption.frames(),
        caption.tensors().stream().map(name -> find(once, name)).toList(),
        own(once, caption.mask(), 1));
  }

  private static BatchBuffer own(Map<String, BatchBuffer> buffers, TensorSpec spec, int batch) {
    BatchBuffer buffer = new BatchBuffer(spec, batch);
    buffers.put(spec.name(), buffer);
    return buffer;
  }

  private static BatchBuffer find(Map<String, BatchBuffer> buffers, String name) {
    BatchBuffer buffer = buffers.get(name);
    if (buffer == null) {
      throw new InferenceException(
          Code.BAD_MANIFEST, "no step gives a tensor '%s'".formatted(name));
    }
    return buffer;
  }

  /**
   * Makes ready for a window's first word.
   *
   * @param frames as {@link Captioner#look} takes them
   * @throws InferenceException {@link Code#BAD_TENSOR} if they do not fit, {@link Code#RUN_FAILED}
   *     if the graph fails
   */
  void begin(List<Tensor> frames) {
    window.fill(frames);
    begin();
  }

  /**
   * Makes ready for the same window's first word again.
   *
   * @param seed which looks are drawn if they are
   */
  void rewind(Looks looks, long seed) {
    // Split, since where words are drawn too, the seed itself draws them.
    random = looks == Looks.SAMPLE ? new SplittableRandom(seed).split() : null;
    before = 0;
  }

  private void begin() {
    rewind(Looks.ARGMAX, 0);
    repeats = 0;
    StepSpec graph = init.step();
    Stream<TensorSpec> outputs =
        Stream.concat(
            graph.outputs().stream(), graph.initialStates().stream().map(InitialState::output));
    run(init, once, 1, graph.inputs().stream(), outputs);
  }

  /** Lets ONNX Runtime make its plans, and finds outputs of another shape than declared. */
  void warmUp() {
    window.fillZeros();
    begin();
    next(new int[1], new int[] {Vocabulary.START});
    int[] ends = new int[most];
    Arrays.fill(ends, Vocabulary.END);
    next(new int[most], ends);
  }

  @Override
  public List<NextWord> next(int[] parents, int[] last) {
    int batch = parents.length;
    for (State state : states) {
      state
          .input()
          .gather(before == 0 ? state.initial() : state.output(), Math.max(before, 1), parents);
    }
    if (repeats != batch) {
      contexts.forEach(context -> context.repeated().gather(context.given(), 1, new int[batch]));
      repeats = batch;
    }
    for (int i = 0; i < batch; i++) {
      words.bytes().putLong(i * Long.BYTES, last[i]);
      if (chances != null) {
        chances.bytes().putFloat(i * Float.BYTES, chance());
      }
    }
    StepSpec graph = step.step();
    run(
        step,
        each,
        batch,
        Stream.concat(graph.inputs().stream(), graph.states().stream().map(StateSpec::input)),
        Stream.concat(graph.outputs().stream(), graph.states().stream().map(StateSpec::output)));
    before = batch;
    return readout.read(
        batch, caption.kind() == CaptionSpec.Kind.TEMPORAL ? window.frames() : caption.places());
  }

  /** Of the numbers from 0 to below 1 only those that a float holds exactly: none rounds to 1. */
  private float chance() {
    return random == null ? MOST_WEIGHT : random.nextInt(1 << CHANCE_BITS) * CHANCE_STEP;
  }

  private void run(
      GraphSession session,
      Map<String, BatchBuffer> buffers,
      int batch,
      Stream<TensorSpec> inputs,
      Stream<TensorSpec> outputs) {
    try {
      session.run(views(buffers, inputs.toList(), batch), views(buffers, outputs.toList(), batch));
    } catch (OrtException e) {
      throw new InferenceException(
          Code.RUN_FAILED, "no tensors could be made for %d hypotheses".formatted(batch), e);
    }
  }

  private Map<String, OnnxTensor> views(
      Map<String, BatchBuffer> buffers, Collection<TensorSpec> specs, int batch)
      throws OrtException {
    Map<String, OnnxTensor> views = new HashMap<>();
    for (TensorSpec spec : specs) {
      views.put(spec.name(), find(buffers, spec.name()).view(environment, batch));
    }
    return views;
  }

  @Override
  public void close() {
    once.values().forEach(BatchBuffer::close);
    each.values().forEach(BatchBuffer::close);
  }
}
