package io.afterimage.inference.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Loads ONNX Runtime and makes the environment that the whole process shares. */
final class OnnxLibrary {
  /**
   * Its start matches a regular expression against the process's command line, recursing for every
   * character: a class path of some kilobytes overflows a thread's usual stack and ends the JVM
   * without a word (seen with 1.29.0). Address space only; what is not touched costs nothing.
   */
  private static final long STACK_BYTES = 512L << 20;

  private OnnxLibrary() {}

  /**
   * The shared environment, made on the first call. Nobody closes it.
   *
   * @throws InferenceException {@link Code#NO_PROVIDER} if the library cannot be loaded on this
   *     machine
   */
  static OrtEnvironment environment() {
    FutureTask<OrtEnvironment> start = new FutureTask<>(OnnxLibrary::start);
    new Thread(null, start, "afterimage-onnxruntime-start", STACK_BYTES).start();
    try {
      return start.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while ONNX Runtime was loaded", e);
    } catch (ExecutionException e) {
      throw new InferenceException(
          Code.NO_PROVIDER, "ONNX Runtime cannot be loaded on this machine: " + e.getCause(), e);
    }
  }

  private static OrtEnvironment start() throws OrtException {
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, "afterimage");
    environment.setTelemetry(false);
    return environment;
  }
}
