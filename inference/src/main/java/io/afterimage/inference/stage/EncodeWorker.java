package io.afterimage.inference.stage;

import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.contract.feature.Timing;
import io.afterimage.contract.frame.Encoding;
import io.afterimage.contract.frame.Frame;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.InferenceException.Code;
import io.afterimage.inference.stage.EncodeMetrics.Outcome;
import io.afterimage.inference.stage.EncodeMetrics.Retry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes batches of frames on its own thread. While one worker decodes JPEGs another runs the
 * network.
 */
final class EncodeWorker {
  private final LiveEncoder encoder;
  private final EncodingSettings settings;
  private final Outbox outbox;
  private final EncodeMetrics metrics;
  private final Clock clock;
  private final byte[] @Nullable [] decoded;
  private @Nullable JpegDecoder jpegs;

  EncodeWorker(
      LiveEncoder encoder,
      EncodingSettings settings,
      Outbox outbox,
      EncodeMetrics metrics,
      Clock clock) {
    this.encoder = encoder;
    this.settings = settings;
    this.outbox = outbox;
    this.metrics = metrics;
    this.clock = clock;
    this.decoded = new byte[settings.maxBatch()][];
  }

  /**
   * Makes every slot ready: with features, with a dead letter, or with nothing if it is too old.
   */
  void encode(List<FrameSlot> batch) {
    long started = System.nanoTime();
    Instant now = clock.instant();
    List<FrameSlot> frames = new ArrayList<>(batch.size());
    List<ByteBuffer> pixels = new ArrayList<>(batch.size());
    for (FrameSlot frame : batch) {
      if (tooOld(frame.frame(), now)) {
        metrics.count(Outcome.SKIPPED_AGE);
        frame.slot().ready(null);
        continue;
      }
      try {
        pixels.add(pixels(frame.frame(), frames.size()));
        frames.add(frame);
      } catch (RuntimeException e) {
        refuse(frame, e);
      }
    }
    if (!frames.isEmpty()) {
      run(frames, pixels, started, now);
      metrics.batch(frames.size(), System.nanoTime() - started);
    }
  }

  private boolean tooOld(Frame frame, Instant now) {
    return frame.live()
        && !settings.ageLimit().isZero()
        && Duration.between(frame.position().captureTime(), now).compareTo(settings.ageLimit()) > 0;
  }

  private ByteBuffer pixels(Frame frame, int place) {
    if (frame.encoding() == Encoding.RAW) {
      return frame.pixels();
    }
    // Made here so that a stage of raw frames never loads the decoder.
    JpegDecoder decoder = jpegs;
    if (decoder == null) {
      decoder = new JpegDecoder(encoder.input());
      jpegs = decoder;
    }
    byte[] into = decoded[place];
    if (into == null) {
      into = new byte[encoder.input().byteSize()];
      decoded[place] = into;
    }
    decoder.decode(frame.pixels(), into);
    return ByteBuffer.wrap(into);
  }

  private void run(
      List<FrameSlot> frames, List<ByteBuffer> pixels, long startedNanos, Instant startedAt) {
    LiveEncoder.Encoded encoded;
    try {
      encoded = encoder.encode(pixels);
    } catch (RuntimeException e) {
      // Encoding is a pure function: whatever it throws, nothing is left half done.
      if (frames.size() == 1) {
        refuse(frames.get(0), e);
        return;
      }
      // One of them is at fault; the others must not pay for it.
      if (!(e instanceof InferenceException told) || told.code() == Code.RUN_FAILED) {
        metrics.count(Retry.BATCH_FAILED);
      }
      for (int i = 0; i < frames.size(); i++) {
        run(frames.subList(i, i + 1), pixels.subList(i, i + 1), startedNanos, startedAt);
      }
      return;
    }
    Instant encodedAt = clock.instant();
    int encodeUs = (int) ((System.nanoTime() - startedNanos) / 1_000);
    for (int i = 0; i < frames.size(); i++) {
      Timing timing = timing(frames.get(i), startedAt, encodeUs, encodedAt);
      finish(frames.get(i), encoded.encoder(), encoded.outputs().get(i), timing);
    }
  }

  private static Timing timing(FrameSlot slot, Instant startedAt, int encodeUs, Instant encodedAt) {
    long waitedMs = startedAt.toEpochMilli() - slot.slot().record().timestamp();
    int queueUs = (int) Math.min(Math.max(waitedMs, 0) * 1_000, Integer.MAX_VALUE);
    return new Timing(slot.frame().decodeUs(), queueUs, encodeUs, encodedAt);
  }

  private void finish(FrameSlot slot, String madeBy, List<Tensor> tensors, Timing timing) {
    Frame frame = slot.frame();
    Feature feature = new Feature(frame.position(), frame.periodUs(), madeBy, timing, tensors);
    metrics.count(Outcome.ENCODED);
    slot.slot().ready(outbox.feature(slot.slot().record(), feature));
  }

  private void refuse(FrameSlot frame, RuntimeException e) {
    Slot slot = frame.slot();
    slot.ready(outbox.deadLetter(slot.record(), e));
  }
}
