package io.afterimage.bench.speed.encode;

import io.afterimage.bench.speed.clip.StoredFrame;
import io.afterimage.bench.speed.measure.CpuTime;
import io.afterimage.bench.speed.measure.Stopwatch;
import io.afterimage.bench.speed.measure.Work;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.contract.feature.Timing;
import io.afterimage.contract.frame.Encoding;
import io.afterimage.contract.frame.Frame;
import io.afterimage.contract.frame.FrameCodec;
import io.afterimage.inference.runtime.FrameEncoder;
import io.afterimage.inference.stage.JpegDecoder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * From a frame's record to its feature's: what a worker of the encoding stage does, without Kafka.
 * Used by one thread.
 */
public final class OurLine {
  private final FrameEncoder encoder;
  private final JpegDecoder jpegs;
  private final List<StoredFrame> frames;
  private final int batch;

  /**
   * Nothing is encoded yet.
   *
   * @param encoder the pack's
   * @param frames taken in turn
   * @param batch how many are encoded at once
   */
  public OurLine(FrameEncoder encoder, List<StoredFrame> frames, int batch) {
    this.encoder = encoder;
    this.jpegs = new JpegDecoder(encoder.input());
    this.frames = List.copyOf(frames);
    this.batch = batch;
  }

  /**
   * Encodes frames, by the CPU time of this thread.
   *
   * @param count how many, rounded up to whole batches
   */
  public Work encode(int count) {
    Stopwatch stopwatch = Stopwatch.start(CpuTime::ofThread);
    long bytes = 0;
    int done = 0;
    while (done < count) {
      for (byte[] feature : encodeFrom(done)) {
        bytes += feature.length;
      }
      done += batch;
    }
    if (bytes == 0) {
      throw new IllegalStateException("features without bytes");
    }
    return stopwatch.done(done);
  }

  /** The records of all frames' features, in turn; the last batch may begin anew. */
  public List<byte[]> features() {
    List<byte[]> all = new ArrayList<>();
    while (all.size() < frames.size()) {
      all.addAll(encodeFrom(all.size()));
    }
    return all.subList(0, frames.size());
  }

  private List<byte[]> encodeFrom(int first) {
    List<Frame> read = new ArrayList<>(batch);
    List<ByteBuffer> pixels = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      StoredFrame stored = frames.get((first + i) % frames.size());
      if (FrameCodec.read(stored.headers(), stored.value()) instanceof Frame frame) {
        read.add(frame);
        pixels.add(pixels(frame));
      }
    }
    List<List<Tensor>> outputs = encoder.encode(pixels);
    Timing timing = new Timing(0, 0, 0, Instant.EPOCH);
    List<byte[]> features = new ArrayList<>(batch);
    for (int i = 0; i < outputs.size(); i++) {
      Frame frame = read.get(i);
      Feature feature =
          new Feature(frame.position(), frame.periodUs(), encoder.sha256(), timing, outputs.get(i));
      features.add(FeatureCodec.write(feature));
    }
    return features;
  }

  private ByteBuffer pixels(Frame frame) {
    if (frame.encoding() == Encoding.RAW) {
      return frame.pixels();
    }
    byte[] decoded = new byte[encoder.input().byteSize()];
    jpegs.decode(frame.pixels(), decoded);
    return ByteBuffer.wrap(decoded);
  }
}
