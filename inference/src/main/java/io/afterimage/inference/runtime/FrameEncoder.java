package io.afterimage.inference.runtime;

import ai.onnxruntime.OrtEnvironment;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.pack.Manifest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A pack's encoder: raw frame records in, features out. A pure function of each frame: which frames
 * share a batch changes nothing. Thread-safe; as many threads encode at a time as the settings have
 * workers, others wait.
 */
public final class FrameEncoder {
  private final FrameInput input;
  private final String sha256;
  private final int maxBatch;
  private final List<EncoderScratch> scratches = new ArrayList<>();
  private final BlockingQueue<EncoderScratch> idle;
  private volatile boolean closed;

  FrameEncoder(
      OrtEnvironment environment,
      GraphSession session,
      Manifest manifest,
      RuntimeSettings settings,
      int maxBatch) {
    this.input = manifest.input();
    this.sha256 = manifest.encoder().sha256();
    this.maxBatch = maxBatch;
    this.idle = new ArrayBlockingQueue<>(settings.workers());
    FrameScaling scaling = new FrameScaling(manifest);
    for (int i = 0; i < settings.workers(); i++) {
      scratches.add(new EncoderScratch(environment, session, scaling, maxBatch));
    }
    idle.addAll(scratches);
  }

  /** The frames that it reads. */
  public FrameInput input() {
    return input;
  }

  /** The graph's hash, which its features carry: 64 hexadecimal digits. */
  public String sha256() {
    return sha256;
  }

  /** The most frames that run at once; longer lists are encoded in parts. */
  public int maxBatch() {
    return maxBatch;
  }

  /**
   * Encodes frames.
   *
   * @param frames raw records, {@code uint8[planes, height, width, channels]} each, from position
   *     to limit; only read
   * @return of each frame, in the same order, the encoder's outputs in the manifest's order with a
   *     batch axis of 1; on the heap and the caller's
   * @throws InferenceException {@link Code#BAD_TENSOR} if a frame has another size, {@link
   *     Code#RUN_FAILED} if the graph fails
   * @throws IllegalStateException if the pack is closed or the thread interrupted, which says
   *     nothing of the frames
   */
  public List<List<Tensor>> encode(List<ByteBuffer> frames) {
    for (ByteBuffer frame : frames) {
      if (frame.remaining() != input.byteSize()) {
        throw new InferenceException(
            Code.BAD_TENSOR,
            "frame has %d bytes, but %s has %d"
                .formatted(frame.remaining(), input.id(), input.byteSize()));
      }
    }
    EncoderScratch scratch = take();
    try {
      if (frames.size() <= maxBatch) {
        return frames.isEmpty() ? List.of() : scratch.encode(frames);
      }
      List<List<Tensor>> all = new ArrayList<>(frames.size());
      for (int from = 0; from < frames.size(); from += maxBatch) {
        all.addAll(scratch.encode(frames.subList(from, Math.min(from + maxBatch, frames.size()))));
      }
      return all;
    } finally {
      idle.add(scratch);
    }
  }

  /** Lets ONNX Runtime make its plans, and finds outputs of another shape than declared. */
  void warmUp() {
    scratches.get(0).run(1);
    scratches.get(0).run(maxBatch);
  }

  /** Waits for those that encode; nobody can encode afterwards. */
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<EncoderScratch> all = new ArrayList<>();
    scratches.forEach(scratch -> all.add(takeUninterruptibly()));
    all.forEach(EncoderScratch::close);
    // Whoever waits for one wakes and finds the encoder closed.
    idle.addAll(all);
  }

  private EncoderScratch take() {
    try {
      EncoderScratch scratch = idle.take();
      if (!closed) {
        return scratch;
      }
      idle.add(scratch);
      throw new IllegalStateException("frames were given after the pack was closed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before the frames were encoded", e);
    }
  }

  private EncoderScratch takeUninterruptibly() {
    boolean interrupted = false;
    while (true) {
      try {
        EncoderScratch scratch = idle.take();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return scratch;
      } catch (InterruptedException e) {
        interrupted = true; // Native memory must not be freed under a run; runs are short.
      }
    }
  }
}
