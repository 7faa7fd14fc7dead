package io.afterimage.inference.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.util.Map;

/** How every graph is run; nothing is left to the library's defaults that matters here. */
final class SessionSetup {
  private SessionSetup() {}

  /** Options for sessions on a provider; the caller closes them once the sessions are made. */
  static SessionOptions options(Provider provider) throws OrtException {
    SessionOptions options = new SessionOptions();
    try {
      // A run stays on the thread that asked for it: parallelism comes from the workers, and a
      // pool that spins for work would take the cores from decoding and Kafka.
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(ExecutionMode.SEQUENTIAL);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.inter_op.allow_spinning", "0");
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      // One plan of allocations is kept for each batch size seen, which are few; DirectML has none.
      options.setMemoryPatternOptimization(provider != Provider.DIRECTML);
      options.setDeterministicCompute(true);
      // Failures are thrown; the library would write them to standard error besides.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      add(provider, options);
      return options;
    } catch (OrtException | RuntimeException e) {
      options.close();
      throw e;
    }
  }

  /** Puts a provider in front of the CPU, which takes what it does not. */
  private static void add(Provider provider, SessionOptions options) throws OrtException {
    switch (provider) {
      case CPU -> {}
      case CUDA -> options.addCUDA(0);
      case TENSORRT -> {
        options.addTensorrt(0);
        options.addCUDA(0);
      }
      case OPENVINO -> options.addOpenVINO("");
      case COREML -> options.addCoreML(Map.of());
      case DIRECTML -> options.addDirectML(0);
      case ROCM -> options.addROCM(0);
      case XNNPACK -> options.addXnnpack(Map.of("intra_op_num_threads", "1"));
    }
  }
}
