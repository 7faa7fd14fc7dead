package io.afterimage.topology;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What restores count: {@code afterimage.restore.records{store}}, changes that were read from
 * changelogs, and {@code afterimage.restore.seconds}, how long memories were not at hand: from the
 * first partition's beginning until none is being restored any more. Thread-safe.
 */
final class RestoreMeters implements StateRestoreListener {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreMeters.class);

  private final MeterRegistry meters;
  private final Set<TopicPartition> underWay = new HashSet<>();
  private long begunNanos;
  private long changes;

  RestoreMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public synchronized void onRestoreStart(
      TopicPartition partition, String store, long from, long to) {
    if (underWay.isEmpty()) {
      begunNanos = System.nanoTime();
      changes = 0;
    }
    underWay.add(partition);
  }

  @Override
  public synchronized void onBatchRestored(
      TopicPartition partition, String store, long end, long records) {
    meters.counter("afterimage.restore.records", "store", store).increment((double) records);
    changes += records;
  }

  @Override
  public void onRestoreEnd(TopicPartition partition, String store, long records) {
    end(partition);
  }

  @Override
  public void onRestoreSuspended(TopicPartition partition, String store, long records) {
    end(partition);
  }

  private synchronized void end(TopicPartition partition) {
    if (underWay.remove(partition) && underWay.isEmpty()) {
      Duration took = Duration.ofNanos(System.nanoTime() - begunNanos);
      meters.timer("afterimage.restore.seconds").record(took);
      LOG.info("Restored {} changes in {} ms", changes, took.toMillis());
    }
  }
}
