package io.afterimage.bench.speed.limit;

import ai.onnxruntime.OrtException;
import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.bench.speed.broker.BrokerBench;
import io.afterimage.bench.speed.clip.Ffmpeg;
import io.afterimage.bench.speed.clip.StoredFrame;
import io.afterimage.bench.speed.decode.DecodeBench;
import io.afterimage.bench.speed.decode.Wanted;
import io.afterimage.bench.speed.encode.BareEncoder;
import io.afterimage.bench.speed.encode.OurLine;
import io.afterimage.bench.speed.measure.CpuTime;
import io.afterimage.bench.speed.measure.Stopwatch;
import io.afterimage.bench.speed.measure.Work;
import io.afterimage.bench.speed.step.BareStep;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.LoopFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what the stages are built on, one after the other, with nothing else to do. Owns the
 * clients, and the encoder's and the step's native memory. Used by one thread.
 */
public final class LimitBench implements AutoCloseable {
  private static final int BATCH = 16;

  private final List<DecodeBench> recordings = new ArrayList<>();
  private final BrokerBench broker;
  private final BareEncoder encoder;
  private final MemoryModel model;
  private final List<byte[]> features;
  private final int cameras;
  private final int records;
  private final int frameBytes;
  private final int featureBytes;
  private final double fps;
  private final double rateFps;

  /**
   * Reads each clip once, and encodes its frames.
   *
   * @param broker stays the caller's
   * @param runtime the pack's; stays the caller's
   * @param clips one of each camera
   * @param fps of the clips
   * @param filtered which of their pictures get the codec's loop filter
   * @param records of each measurement but that of decoding, which reads all clips
   * @throws OrtException if the encoder cannot be loaded
   */
  public LimitBench(
      EmbeddedBroker broker,
      PackRuntime runtime,
      List<Path> clips,
      double fps,
      LoopFilter filtered,
      int records)
      throws OrtException {
    Pack pack = runtime.pack();
    Manifest manifest = pack.manifest();
    this.fps = fps;
    this.rateFps = manifest.rateFps();
    this.cameras = clips.size();
    this.records = records;
    Wanted wanted =
        new Wanted(manifest.input(), (int) Math.round(fps / rateFps), filtered, EncodingChoice.RAW);
    for (Path clip : clips) {
      DecodeBench recording = new DecodeBench(Ffmpeg.bundled(), clip, wanted, rateFps);
      var unused = recording.ours(); // Tells how many frames the command has to make.
      recordings.add(recording);
    }
    List<StoredFrame> frames = StoredFrame.inTurn(clips, manifest, EncodingChoice.RAW);
    frameBytes = mean(frames.stream().mapToInt(StoredFrame::bytes).toArray());
    features = new OurLine(runtime.encoder(), frames, BATCH).features();
    featureBytes = mean(features.stream().mapToInt(feature -> feature.length).toArray());
    encoder = new BareEncoder(pack, List.of(), BATCH);
    try {
      model = runtime.newMemoryModel();
    } catch (RuntimeException e) {
      encoder.close();
      throw e;
    }
    this.broker = new BrokerBench(broker, records);
  }

  /**
   * Measures each once.
   *
   * @throws OrtException if the encoder fails
   * @throws IOException if the encoder cannot read
   * @throws InterruptedException if the thread is asked to stop
   */
  public StageLimits measure() throws OrtException, IOException, InterruptedException {
    return new StageLimits(
        millis(decodeMicros(), fps),
        millis(broker.tools(frameBytes).cpuMicros(), rateFps),
        millis(encoder.encode(records).cpuMicros(), rateFps),
        millis(broker.tools(featureBytes).cpuMicros(), rateFps),
        millis(step().cpuMicros(), rateFps),
        frameBytes,
        featureBytes);
  }

  private double decodeMicros() throws InterruptedException {
    double cpu = 0;
    long pictures = 0;
    for (DecodeBench recording : recordings) {
      Work work = recording.command();
      cpu += work.cpu();
      pictures += work.items();
    }
    return cpu * 1e6 / pictures;
  }

  private Work step() {
    BareStep step = new BareStep(model);
    Stopwatch stopwatch = Stopwatch.start(CpuTime::ofThread);
    for (int i = 0; i < records; i++) {
      int at = i % features.size();
      step.take("camera-" + at % cameras, features.get(at));
    }
    return stopwatch.done(records);
  }

  private static double millis(double micros, double aSecond) {
    return micros * aSecond / 1e3;
  }

  private static int mean(int[] sizes) {
    long sum = 0;
    for (int size : sizes) {
      sum += size;
    }
    return (int) (sum / sizes.length);
  }

  @Override
  public void close() throws OrtException {
    broker.close();
    model.close();
    encoder.close();
  }
}
