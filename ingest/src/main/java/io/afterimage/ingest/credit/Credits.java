package io.afterimage.ingest.credit;

import io.afterimage.ingest.CreditSettings;
import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.stream.CallDeadline;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Holds files back while the stages are behind: Kafka tells a producer nothing of its readers, so a
 * frame is published only while few enough records of its partition lie beyond the offsets that the
 * stages have committed. Cameras of a partition share its credit. Thread-safe.
 */
public final class Credits {
  /** Whether a reader is to stop is not signalled, but looked at this often. */
  private static final long LONGEST_WAIT_NANOS = 100_000_000;

  private final CreditSettings settings;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition wanted = lock.newCondition();
  private final Map<Integer, Ledger> ledgers = new HashMap<>();
  private boolean demanded;

  /**
   * @param patience how long a reader waits before it says what it is waiting for
   */
  public Credits(CreditSettings settings, Duration patience) {
    this.settings = settings;
    this.patience = patience;
  }

  /**
   * A camera's access to its partition's credit.
   *
   * @param warn told once of each stage that does not move
   */
  public Account account(int partition, Consumer<String> warn) {
    lock.lock();
    try {
      return new Account(
          ledgers.computeIfAbsent(partition, number -> new Ledger()), partition, warn);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a partition's credit is half used up; what its readers need to know are the offsets
   * of these partitions.
   */
  Set<Integer> awaitDemand() throws InterruptedException {
    lock.lock();
    try {
      while (!demanded) {
        wanted.await();
      }
      demanded = false;
      return Set.copyOf(ledgers.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** Where a partition's readers are. */
  public void update(int partition, Progress progress) {
    lock.lock();
    try {
      Ledger ledger = ledgers.get(partition);
      if (ledger != null) {
        ledger.end = Math.max(ledger.end, progress.framesEnd());
        ledger.committed = progress.framesCommitted();
        ledger.featuresBehind = progress.featuresEnd() - progress.featuresCommitted();
        ledger.unchecked = 0;
        ledger.known = true;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Offsets of one partition number.
   *
   * @param framesEnd the next offset of {@code frames}
   * @param framesCommitted what the inference group has committed of it
   * @param featuresEnd the next offset of {@code features}
   * @param featuresCommitted what the topology group has committed of it
   */
  public record Progress(
      long framesEnd, long framesCommitted, long featuresEnd, long featuresCommitted) {}

  /** One camera's side. */
  public final class Account {
    private final Ledger ledger;
    private final int partition;
    private final Consumer<String> warn;
    private final Set<Culprit> warned = EnumSet.noneOf(Culprit.class);

    private Account(Ledger ledger, int partition, Consumer<String> warn) {
      this.ledger = ledger;
      this.partition = partition;
      this.warn = warn;
    }

    /**
     * Waits for the credit of one frame.
     *
     * @throws IngestException {@link Code#CLOSED} if the reader is to stop
     */
    public void take(CallDeadline stop) {
      while (!tryTake(stop)) {
        Culprit culprit = culprit();
        if (warned.add(culprit)) {
          warn.accept(complaint(culprit));
        }
      }
    }

    /** Kafka has answered for a frame: where it lies, or null where it was lost. */
    public void answered(@Nullable RecordMetadata metadata) {
      lock.lock();
      try {
        ledger.onTheWay--;
        if (metadata != null) {
          ledger.end = Math.max(ledger.end, metadata.offset() + 1);
        }
      } finally {
        lock.unlock();
      }
    }

    private boolean tryTake(CallDeadline stop) {
      lock.lock();
      try {
        long start = System.nanoTime();
        while (!ledger.hasRoom(settings)) {
          if (System.nanoTime() - start > patience.toNanos()) {
            return false;
          }
          demand();
          changed.awaitNanos(LONGEST_WAIT_NANOS);
          if (stop.isCancelled()) {
            throw new IngestException(Code.CLOSED, "closed while waiting for the stages");
          }
        }
        ledger.onTheWay++;
        ledger.unchecked++;
        if (ledger.isHalfUsedUp(settings)) {
          demand(); // The answer is there before anybody has to wait for it.
        }
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IngestException(Code.CLOSED, "interrupted while waiting for the stages", e);
      } finally {
        lock.unlock();
      }
    }

    private void demand() {
      demanded = true;
      wanted.signal();
    }

    private Culprit culprit() {
      lock.lock();
      try {
        if (!ledger.known) {
          return Culprit.KAFKA;
        }
        return ledger.featuresBehind >= settings.features() ? Culprit.TOPOLOGY : Culprit.INFERENCE;
      } finally {
        lock.unlock();
      }
    }

    private String complaint(Culprit culprit) {
      return switch (culprit) {
        case KAFKA -> "waiting for Kafka to tell where the stages are: check the broker";
        case INFERENCE ->
            "waiting for the inference stage: its group %s leaves %d frames of partition %d untaken; start it if it is not running"
                .formatted(settings.inferenceGroup(), settings.frames(), partition);
        case TOPOLOGY ->
            "waiting for the topology stage: its group %s leaves %d features of partition %d untaken; start it if it is not running"
                .formatted(settings.topologyGroup(), settings.features(), partition);
      };
    }
  }

  /** What a reader waits for; each is told of once. */
  private enum Culprit {
    KAFKA,
    INFERENCE,
    TOPOLOGY
  }

  /** What is known of a partition; guarded by the lock. */
  private static final class Ledger {
    private boolean known;
    private long end;
    private long committed;
    private long featuresBehind;
    private long onTheWay;

    /** Frames since the offsets were asked for: those that go in memory leave no other trace. */
    private long unchecked;

    long used() {
      return Math.max(end - committed + onTheWay, unchecked);
    }

    boolean hasRoom(CreditSettings settings) {
      return known && used() < settings.frames() && featuresBehind < settings.features();
    }

    boolean isHalfUsedUp(CreditSettings settings) {
      return 2 * used() >= settings.frames();
    }
  }
}
