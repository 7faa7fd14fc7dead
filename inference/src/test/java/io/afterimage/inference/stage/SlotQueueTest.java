package io.afterimage.inference.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.Position;
import io.afterimage.contract.frame.Encoding;
import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.Frame;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits of an hour: what ends in time did not wait. */
@Timeout(60)
class SlotQueueTest {
  private static final int MOST = 4;
  private static final FrameInput INPUT =
      new FrameInput(1, 1, Pixels.GRAY8, List.of(Plane.CURRENT), Fit.STRETCH);

  private final SlotQueue queue = new SlotQueue(Duration.ofHours(1), MOST);

  @Test
  void shouldTakeAFrameThatComesAloneAtOnce() throws Exception {
    queue.addAll(frames(1));

    assertThat(queue.take()).hasSize(1);
  }

  @Test
  void shouldTakeAFullBatchAtOnce() throws Exception {
    queue.addAll(frames(2 * MOST));

    assertThat(queue.take()).hasSize(MOST);
    assertThat(queue.take()).hasSize(MOST);
  }

  @Test
  void shouldWaitForMoreSoonAfterABatch() throws Exception {
    queue.addAll(frames(1));
    queue.take();
    FutureTask<List<FrameSlot>> second = takes();
    queue.addAll(frames(1));
    queue.addAll(frames(MOST - 1));

    assertThat(second.get()).hasSize(MOST);
  }

  @Test
  void shouldWakeAsManyWorkersAsThereAreBatches() throws Exception {
    queue.addAll(frames(1));
    queue.take();
    FutureTask<List<FrameSlot>> one = takes();
    FutureTask<List<FrameSlot>> another = takes();
    queue.addAll(frames(2 * MOST));

    assertThat(one.get()).hasSize(MOST);
    assertThat(another.get()).hasSize(MOST);
  }

  @Test
  void shouldKeepAllWorkersThatWait() throws Exception {
    queue.addAll(frames(1));
    queue.take();
    FutureTask<List<FrameSlot>> one = takes();
    FutureTask<List<FrameSlot>> another = takes();
    queue.addAll(frames(MOST));
    List<FrameSlot> taken = new ArrayList<>();
    while (!one.isDone() && !another.isDone()) {
      Thread.onSpinWait();
    }
    // The one that found nothing left has not been sent home.
    assertThat(one.isDone() && another.isDone()).isFalse();
    queue.addAll(frames(MOST));
    taken.addAll(one.get());
    taken.addAll(another.get());
    assertThat(taken).hasSize(2 * MOST);
  }

  @Test
  void shouldSendWorkersHomeWhoWaitForMore() throws Exception {
    queue.addAll(frames(1));
    queue.take();
    queue.addAll(frames(1));
    FutureTask<List<FrameSlot>> waiting = takes();

    queue.close();

    assertThat(waiting.get()).isEmpty();
  }

  /** A worker that has begun to wait. */
  private FutureTask<List<FrameSlot>> takes() {
    FutureTask<List<FrameSlot>> taken = new FutureTask<>(() -> queue.take());
    Thread thread = new Thread(taken);
    thread.setDaemon(true);
    thread.start();
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return taken;
  }

  private static List<FrameSlot> frames(int count) {
    Position at = new Position(1, 0, 0, Instant.EPOCH);
    Frame frame = new Frame(at, INPUT, Encoding.RAW, ByteBuffer.wrap(new byte[1]), 80_000, true, 0);
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("frames", 0, 0, new byte[0], new byte[0]);
    return Stream.generate(
            () -> new FrameSlot(new Slot(record, new PartitionLane(), () -> {}), frame))
        .limit(count)
        .toList();
  }
}
