package io.afterimage.inference.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.caption.CaptionDecoder;
import io.afterimage.inference.caption.Decoding;
import io.afterimage.inference.caption.Vocabulary;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.StepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pack's graphs on ONNX Runtime: one session each, shared by all threads. Owns native memory:
 * close it when the encoder, the memories and the captioners made from it are no longer used. The
 * library's environment is shared by the whole process and stays.
 */
public final class PackRuntime implements PackGraphs {
  private static final Logger LOG = LoggerFactory.getLogger(PackRuntime.class);

  /** Of frames a run of a memory may step: twice as many would cost each as much. */
  private static final int MOST_TOGETHER = 16;

  private final Pack pack;
  private final Provider provider;
  private final OrtEnvironment environment;
  private final List<GraphSession> sessions;
  private final List<GraphSession> steps;
  private final @Nullable FrameEncoder encoder;
  private int together = 1;

  /** Read with the graphs: a pack whose folder is replaced goes on as it was. */
  private final @Nullable Vocabulary vocabulary;

  private PackRuntime(
      Pack pack,
      Provider provider,
      OrtEnvironment environment,
      List<GraphSession> sessions,
      @Nullable FrameEncoder encoder) {
    this.pack = pack;
    this.provider = provider;
    this.environment = environment;
    this.sessions = sessions;
    this.steps = encoder == null ? sessions : sessions.subList(1, sessions.size());
    this.encoder = encoder;
    this.vocabulary = pack.manifest().caption() == null ? null : pack.vocabulary();
  }

  /**
   * Loads a pack's graphs, compares them with the manifest, and runs each once.
   *
   * @throws InferenceException {@link Code#NO_PROVIDER} if neither the provider nor an allowed
   *     fall-back can be used, {@link Code#BAD_GRAPH} if a graph is not what the manifest says
   */
  public static PackRuntime open(Pack pack, RuntimeSettings settings) {
    return open(pack, settings, true);
  }

  /**
   * The same without the encoder: for where features come from elsewhere.
   *
   * @throws InferenceException as {@link #open(Pack, RuntimeSettings)}
   */
  public static PackRuntime openWithoutEncoder(Pack pack, RuntimeSettings settings) {
    return open(pack, settings, false);
  }

  private static PackRuntime open(Pack pack, RuntimeSettings settings, boolean encodes) {
    OrtEnvironment environment = OnnxLibrary.environment();
    return new ProviderChoice(settings)
        .open(provider -> open(environment, pack, provider, settings, encodes));
  }

  private static PackRuntime open(
      OrtEnvironment environment,
      Pack pack,
      Provider provider,
      RuntimeSettings settings,
      boolean encodes)
      throws OrtException {
    List<GraphSession> sessions = new ArrayList<>();
    try (SessionOptions options = SessionSetup.options(provider)) {
      List<StepSpec> all = pack.manifest().steps();
      for (StepSpec step : encodes ? all : all.subList(1, all.size())) {
        sessions.add(openOne(environment, pack, step, options, provider));
      }
      int maxBatch = settings.maxBatch(provider);
      FrameEncoder encoder =
          encodes
              ? new FrameEncoder(environment, sessions.get(0), pack.manifest(), settings, maxBatch)
              : null;
      PackRuntime runtime = new PackRuntime(pack, provider, environment, sessions, encoder);
      runtime.warmUp();
      LOG.info(
          "Pack {} {} runs on {} with {} workers in batches of up to {}, memories of up to {}",
          pack.manifest().id(),
          pack.manifest().version(),
          provider,
          settings.workers(),
          maxBatch,
          runtime.together);
      return runtime;
    } catch (OrtException | RuntimeException e) {
      sessions.forEach(GraphSession::close);
      throw e;
    }
  }

  private static GraphSession openOne(
      OrtEnvironment environment,
      Pack pack,
      StepSpec step,
      SessionOptions options,
      Provider provider)
      throws OrtException {
    try {
      return GraphSession.open(environment, pack, step, options);
    } catch (OrtException e) {
      if (provider != Provider.CPU) {
        throw e; // The provider's fault, as far as one can tell.
      }
      throw new InferenceException(
          Code.BAD_GRAPH,
          "graph '%s' of step '%s' cannot be loaded: %s"
              .formatted(step.graph(), step.name(), e.getMessage()),
          e);
    }
  }

  private void warmUp() {
    try {
      if (encoder != null) {
        encoder.warmUp();
      }
      if (pack.manifest().caption() == null) {
        try (OnnxMemoryModel memory = memoryModel(MOST_TOGETHER)) {
          memory.run(1);
          together = new CompanyTrial(pack.manifest()).most(memory, MOST_TOGETHER);
        }
      } else {
        try (OnnxWordModel words = wordModel(pack.manifest().requireCaption().decoding().width())) {
          words.warmUp();
        }
      }
    } catch (InferenceException e) {
      closeEncoder();
      throw new InferenceException(
          Code.BAD_GRAPH,
          "pack '%s' failed its first run: %s".formatted(pack.manifest().id(), e.getMessage()),
          e);
    }
  }

  @Override
  public Pack pack() {
    return pack;
  }

  /** What executes it: the provider that was asked for, or the fall-back that took its place. */
  public Provider provider() {
    return provider;
  }

  @Override
  public FrameEncoder encoder() {
    if (encoder == null) {
      throw new IllegalStateException("the pack was opened without its encoder");
    }
    return encoder;
  }

  /**
   * A memory model for one thread, which closes it.
   *
   * @throws InferenceException {@link Code#BAD_MANIFEST} if the pack captions and has no labels
   */
  @Override
  public MemoryModel newMemoryModel() {
    return memoryModel(together);
  }

  /**
   * A captioner for one thread, which closes it; it searches as the pack says.
   *
   * @throws InferenceException {@link Code#BAD_MANIFEST} if the pack has no caption part
   */
  @Override
  public Captioner newCaptioner() {
    return newCaptioner(pack.manifest().requireCaption().decoding());
  }

  /**
   * A captioner for one thread, which closes it.
   *
   * @param decoding how it searches
   * @throws InferenceException as {@link #newCaptioner()}
   */
  public Captioner newCaptioner(Decoding decoding) {
    pack.manifest().requireCaption();
    CaptionDecoder decoder = new CaptionDecoder(Objects.requireNonNull(vocabulary), decoding);
    return new OnnxCaptioner(wordModel(decoding.width()), decoder);
  }

  OnnxWordModel wordModel(int hypotheses) {
    return new OnnxWordModel(environment, steps, pack.manifest(), hypotheses);
  }

  private OnnxMemoryModel memoryModel(int together) {
    if (pack.manifest().caption() != null) {
      throw new InferenceException(
          Code.BAD_MANIFEST,
          "pack '%s' has no labels: it captions".formatted(pack.manifest().id()));
    }
    return new OnnxMemoryModel(environment, steps, pack.manifest(), together);
  }

  @Override
  public void close() {
    closeEncoder();
    sessions.forEach(GraphSession::close);
  }

  private void closeEncoder() {
    if (encoder != null) {
      encoder.close();
    }
  }
}
