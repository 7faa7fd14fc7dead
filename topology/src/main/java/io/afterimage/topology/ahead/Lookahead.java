package io.afterimage.topology.ahead;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The records that a stream thread has polled and that its tasks have not come to: Kafka Streams
 * shows a processor one record at a time. It is a hint and no more: where nothing is known of a
 * partition, nothing comes after a record. One for each thread, and used by that thread alone.
 */
public final class Lookahead {
  private static final ThreadLocal<Lookahead> HERE = ThreadLocal.withInitial(Lookahead::new);

  /** Polls after which a partition that nobody asks for has gone to another thread. */
  private static final int FORGOTTEN_AFTER = 1000;

  private final Map<TopicPartition, Followed> followed = new HashMap<>();
  private long polls;

  private static final class Followed {
    private final Deque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
    private long askedAt;
  }

  private Lookahead() {}

  /** That of the calling thread. */
  public static Lookahead ofThread() {
    return HERE.get();
  }

  /** Takes note of what a poll gave, of the partitions that are asked for. */
  void polled(ConsumerRecords<byte[], byte[]> given) {
    polls++;
    followed.values().removeIf(each -> each.askedAt + FORGOTTEN_AFTER < polls);
    for (TopicPartition partition : given.partitions()) {
      Followed known = followed.get(partition);
      if (known != null) {
        add(known.records, given.records(partition));
      }
    }
  }

  private static void add(
      Deque<ConsumerRecord<byte[], byte[]>> known, List<ConsumerRecord<byte[], byte[]>> more) {
    if (!known.isEmpty() && more.get(0).offset() <= known.getLast().offset()) {
      known.clear(); // It was given away and came back, or is read once more.
    }
    known.addAll(more);
  }

  /**
   * What follows a record in its partition, as far as it was polled; from the first question on.
   *
   * @return in the log's order; changes with the next call and with the next poll
   */
  public Collection<ConsumerRecord<byte[], byte[]>> after(TopicPartition partition, long offset) {
    Followed known = followed.computeIfAbsent(partition, unknown -> new Followed());
    known.askedAt = polls;
    while (!known.records.isEmpty() && known.records.getFirst().offset() <= offset) {
      known.records.removeFirst();
    }
    return Collections.unmodifiableCollection(known.records);
  }
}
