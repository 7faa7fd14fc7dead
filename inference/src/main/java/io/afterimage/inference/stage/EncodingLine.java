package io.afterimage.inference.stage;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Marker;
import io.afterimage.contract.frame.Frame;
import io.afterimage.contract.frame.FrameCodec;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.FrameRecord;
import io.afterimage.contract.letter.LetterWriter;
import io.afterimage.inference.stage.EncodeMetrics.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What records of frames go through once they are here: they are read, wait for a worker, are
 * encoded, and what comes of them is published in the order of their lane. Ends when Kafka refuses
 * the producer: then another one takes its place. Owns its threads and the producer. Thread-safe.
 */
final class EncodingLine {
  private final FrameInput input;
  private final EncodeMetrics metrics;
  private final Outbox outbox;
  private final FeatureSender sender;
  private final SlotQueue queue;
  private final List<Thread> workers = new ArrayList<>();

  /** Starts its workers. */
  EncodingLine(EncodingSettings settings, LiveEncoder encoder, EncodeMetrics metrics, Clock clock) {
    this.input = encoder.input();
    this.metrics = metrics;
    queue = new SlotQueue(settings.batchWait(), settings.maxBatch());
    LetterWriter letters = new LetterWriter("encode", settings.letterPayload(), clock);
    outbox = new Outbox(settings.topics(), letters, metrics);
    sender = new FeatureSender(KafkaClients.producer(settings), outbox, metrics);
    for (int i = 0; i < settings.workers(); i++) {
      EncodeWorker worker = new EncodeWorker(encoder, settings, outbox, metrics, clock);
      Thread thread = new Thread(() -> serve(worker), "afterimage-encode-" + i);
      workers.add(thread);
      thread.start();
    }
  }

  /**
   * Reads a record that its lane has taken up.
   *
   * @return the frame in it; null if the slot is ready without a worker, and its lane is to be
   *     published
   */
  @Nullable FrameSlot read(Slot slot) {
    try {
      CameraId unused = CameraId.ofKey(CameraId.keyText(slot.record().key()));
      FrameRecord content = FrameCodec.read(slot.record().headers(), slot.record().value());
      if (content instanceof Frame frame && frame.input().equals(input)) {
        return new FrameSlot(slot, frame);
      }
      slot.ready(content instanceof Marker marker ? outbox.feature(slot.record(), marker) : null);
      metrics.count(content instanceof Marker ? Outcome.MARKER : Outcome.OTHER_INPUT);
    } catch (RuntimeException e) {
      // Reading one record changes nothing: whatever it throws, the others are not concerned.
      slot.ready(outbox.deadLetter(slot.record(), e));
    }
    return null;
  }

  /** Gives frames to the workers, in one go, so that they can make one batch. */
  void encode(List<FrameSlot> frames) {
    queue.addAll(frames);
  }

  /** Publishes what is ready in a lane; may wait for Kafka. */
  void publish(PartitionLane lane) {
    lane.publish(sender);
  }

  /**
   * Sends letters about what Kafka refused; to be called now and then.
   *
   * @throws RuntimeException if the line cannot go on
   */
  void look() {
    sender.requireHealthy();
    sender.reportRefused();
  }

  /** Ends waiting for the brokers. */
  void stop() {
    sender.stop();
  }

  /** Ends the threads and frees the producer. */
  void close(Duration patience) throws InterruptedException {
    queue.close();
    sender.close(patience);
    for (Thread worker : workers) {
      worker.join(patience.toMillis());
    }
  }

  private void serve(EncodeWorker worker) {
    try {
      List<FrameSlot> batch = queue.take();
      while (!batch.isEmpty()) {
        worker.encode(batch);
        batch.stream().map(frame -> frame.slot().lane()).distinct().forEach(this::publish);
        batch = queue.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      // A worker never dies alone: its frames would hold up their cameras for ever.
      sender.fail(new IllegalStateException("an encoding worker failed", e));
    }
  }
}
