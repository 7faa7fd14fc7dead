package io.afterimage.inference.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.StepSpec;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * One graph of a pack in ONNX Runtime, shared by all threads. Closing waits for the runs under way,
 * so that no thread is left in native code over freed memory.
 */
final class GraphSession implements AutoCloseable {
  private final StepSpec step;
  private final OrtSession session;
  private final ReentrantReadWriteLock running = new ReentrantReadWriteLock();
  private boolean closed;

  private GraphSession(StepSpec step, OrtSession session) {
    this.step = step;
    this.session = session;
  }

  /**
   * Loads a graph.
   *
   * @throws OrtException if ONNX Runtime cannot load it with these options
   * @throws InferenceException if its file changed, or {@link Code#BAD_GRAPH} if its tensors are
   *     not the manifest's
   */
  static GraphSession open(
      OrtEnvironment environment, Pack pack, StepSpec step, SessionOptions options)
      throws OrtException {
    OrtSession session = environment.createSession(pack.graph(step), options);
    try {
      GraphChecks.run(step, session.getInputInfo(), session.getOutputInfo());
      return new GraphSession(step, session);
    } catch (OrtException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  StepSpec step() {
    return step;
  }

  /**
   * Runs the graph from and into memory that the caller holds.
   *
   * @throws InferenceException {@link Code#RUN_FAILED} if it fails
   * @throws IllegalStateException if the pack is closed
   */
  void run(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
    running.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(
            "step '%s' was run after the pack was closed".formatted(step.name()));
      }
      // The result owns nothing: every output is the caller's.
      session.run(inputs, outputs).close();
    } catch (OrtException e) {
      throw new InferenceException(
          Code.RUN_FAILED,
          "step '%s' (%s) failed: %s".formatted(step.name(), step.graph(), e.getMessage()),
          e);
    } finally {
      running.readLock().unlock();
    }
  }

  @Override
  public void close() {
    running.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
      }
    } catch (OrtException e) {
      throw new InferenceException(
          Code.RUN_FAILED, "step '%s' could not be closed".formatted(step.name()), e);
    } finally {
      running.writeLock().unlock();
    }
  }
}
