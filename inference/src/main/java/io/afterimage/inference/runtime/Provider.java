package io.afterimage.inference.runtime;

import ai.onnxruntime.OrtProvider;
import io.afterimage.contract.WireName;

/** What executes a pack's graphs. */
public enum Provider implements WireName {
  /** ONNX Runtime's own kernels; always there. */
  CPU(OrtProvider.CPU),
  /** NVIDIA GPUs. */
  CUDA(OrtProvider.CUDA),
  /** NVIDIA TensorRT, with CUDA for what it does not take. */
  TENSORRT(OrtProvider.TENSOR_RT),
  /** Intel's CPUs, GPUs and NPUs. */
  OPENVINO(OrtProvider.OPEN_VINO),
  /** Apple's. */
  COREML(OrtProvider.CORE_ML),
  /** DirectX 12 on Windows. */
  DIRECTML(OrtProvider.DIRECT_ML),
  /** AMD GPUs. */
  ROCM(OrtProvider.ROCM),
  /** XNNPACK's CPU kernels, one thread. */
  XNNPACK(OrtProvider.XNNPACK);

  private final OrtProvider library;

  Provider(OrtProvider library) {
    this.library = library;
  }

  /** ONNX Runtime's name for it. */
  OrtProvider library() {
    return library;
  }
}
