package io.afterimage.topology.deadletter;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The records at which a stage threw what it did not foresee. The first time the thread dies and
 * the transaction with it, so that nothing half done is kept, and the record is taken again; when
 * that fails too, the next attempt does not begin. Remembered by this process only. Thread-safe.
 */
public final class FailedRecords {
  private static final int ATTEMPTS = 2;
  private static final int REMEMBERED = 1_000;

  private record Place(String topic, int partition, long offset) {}

  private record Failure(int times, String why) {}

  private final Map<Place, Failure> failures =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Failure> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Notes that a stage failed at a record. */
  synchronized void note(String topic, int partition, long offset, Exception fault) {
    failures.merge(
        new Place(topic, partition, offset),
        new Failure(1, String.valueOf(fault)),
        (before, now) -> new Failure(before.times() + 1, now.why()));
  }

  /**
   * Lets a record pass at which no attempt, or only one, has failed.
   *
   * @param at where the record lies, if it lies anywhere
   * @throws ContractException {@link ErrorCode#FAILED} if the stage failed at it before, twice
   */
  public void admit(Optional<RecordMetadata> at) {
    Failure failure = at.map(this::find).orElse(null);
    if (failure != null && failure.times() >= ATTEMPTS) {
      throw new ContractException(
          ErrorCode.FAILED,
          "the stage failed at this record %d times, the last time with: %s"
              .formatted(failure.times(), failure.why()));
    }
  }

  private synchronized @Nullable Failure find(RecordMetadata at) {
    return failures.get(new Place(at.topic(), at.partition(), at.offset()));
  }
}
