package io.afterimage.ingest.publish;

import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.credit.Credits;
import io.afterimage.ingest.stream.CallDeadline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Complete beats fresh: a frame waits for a credit, for room in the producer, and at the end for
 * Kafka's answer. A frame that Kafka refuses ends the source, since nothing may be lost.
 */
final class FileLane implements Lane {
  private static final int BEHIND = 64;

  private final FrameSender sender;
  private final Credits.Account credits;
  private final CallDeadline stop;

  /**
   * @param stop ends every wait
   */
  FileLane(FrameSender sender, Credits.Account credits, CallDeadline stop) {
    this.sender = sender;
    this.credits = credits;
    this.stop = stop;
  }

  @Override
  public void frame(Supplier<ProducerRecord<String, byte[]>> record) {
    checkNothingLost();
    credits.take(stop);
    send(record.get());
  }

  @Override
  public void marker(ProducerRecord<String, byte[]> record) {
    CompletableFuture<@Nullable Void> done = trySendMarker(record);
    while (!stop.isCancelled() && !isDone(done)) {
      // Another round: closing ends the wait, nothing else does before the producer gives up.
    }
    if (!stop.isCancelled()) {
      checkNothingLost();
    }
  }

  @Override
  public boolean isBehind() {
    return sender.unacknowledged() >= BEHIND;
  }

  private void send(ProducerRecord<String, byte[]> record) {
    boolean taken = false;
    try {
      while (!taken) {
        taken = trySend(record);
      }
    } finally {
      if (!taken) {
        credits.answered(null);
      }
    }
  }

  /** Whether the producer had room. */
  private boolean trySend(ProducerRecord<String, byte[]> record) {
    try {
      sender.sendFrame(record, credits::answered);
      return true;
    } catch (TimeoutException e) {
      if (stop.isCancelled()) {
        throw new IngestException(Code.CLOSED, "closed while waiting for Kafka", e);
      }
      return false;
    } catch (KafkaException e) {
      throw lost(e);
    }
  }

  private void checkNothingLost() {
    Exception failure = sender.failure();
    if (failure != null) {
      throw lost(failure);
    }
  }

  private CompletableFuture<@Nullable Void> trySendMarker(ProducerRecord<String, byte[]> record) {
    try {
      return sender.sendMarker(record);
    } catch (KafkaException e) {
      throw lost(e);
    }
  }

  private static IngestException lost(Exception cause) {
    return new IngestException(
        Code.BROKER,
        "Kafka did not take a frame (%s): check the broker and read the file again"
            .formatted(cause.getMessage()),
        cause);
  }

  private static boolean isDone(CompletableFuture<@Nullable Void> done) {
    try {
      done.get(100, TimeUnit.MILLISECONDS);
      return true;
    } catch (java.util.concurrent.TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestException(Code.CLOSED, "interrupted while waiting for Kafka", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
