package io.afterimage.topology.delivery;

import io.afterimage.contract.HeaderText;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.jspecify.annotations.Nullable;

/**
 * Sends events ahead of the transaction that they belong to, and everything else within it. The
 * transaction is not committed before every early event is acknowledged: an event can come again,
 * from the same state and so with the same id and content, but none can be missing.
 *
 * <p>What no record caused is not sent early: a process that was paused may believe that a camera
 * is silent, and only its transaction is refused for it. Nor is a backlog, of which nothing is
 * news: its events go with their transaction, each once and in larger requests. The first event of
 * a transaction says for all of it which way they go, since the two ways have no order between
 * them.
 *
 * <p>For one thread that sends.
 */
final class EarlyProducer implements Producer<byte[], byte[]> {
  private final Producer<byte[], byte[]> transactional;
  private final Producer<byte[], byte[]> early;
  private final Set<String> topics;
  private final Clock clock;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /** Where this transaction's events go; null: it has none yet. */
  private @Nullable Producer<byte[], byte[]> way;

  /**
   * @param transactional takes what is committed together
   * @param early takes events at once; without transactions
   * @param topics the topics of the events
   * @param clock the wall clock, which tells news from a backlog
   */
  EarlyProducer(
      Producer<byte[], byte[]> transactional,
      Producer<byte[], byte[]> early,
      Set<String> topics,
      Clock clock) {
    this.transactional = transactional;
    this.early = early;
    this.topics = Set.copyOf(topics);
    this.clock = clock;
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    return send(record, null);
  }

  @Override
  public Future<RecordMetadata> send(
      ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
    if (!topics.contains(record.topic())
        || HeaderText.find(record.headers(), "ce_closedby") != null
        || way(record) == transactional) {
      return transactional.send(record, callback);
    }
    return early.send(
        record,
        (metadata, e) -> {
          if (e != null) {
            failure.compareAndSet(null, e);
          }
          if (callback != null) {
            callback.onCompletion(metadata, e);
          }
        });
  }

  private Producer<byte[], byte[]> way(ProducerRecord<byte[], byte[]> event) {
    Producer<byte[], byte[]> chosen = way;
    if (chosen == null) {
      Long at = event.timestamp();
      boolean old = at != null && CommitPace.isBacklog(at, clock.millis());
      chosen = old ? transactional : early;
      way = chosen;
    }
    return chosen;
  }

  @Override
  public void flush() {
    // This one lingers until it is told; the early one has sent most of its own meanwhile.
    transactional.flush();
    early.flush();
  }

  @Override
  public void commitTransaction() {
    early.flush();
    Exception lost = failure.getAndSet(null);
    if (lost != null) {
      throw new KafkaException("an event was not acknowledged: its frame is taken again", lost);
    }
    transactional.commitTransaction();
  }

  @Override
  public void abortTransaction() {
    early.flush();
    failure.set(null);
    transactional.abortTransaction();
  }

  @Override
  public void initTransactions() {
    transactional.initTransactions();
  }

  @Override
  public void beginTransaction() {
    way = null;
    transactional.beginTransaction();
  }

  @Override
  public void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    transactional.sendOffsetsToTransaction(offsets, group);
  }

  @Override
  public List<PartitionInfo> partitionsFor(String topic) {
    return transactional.partitionsFor(topic);
  }

  @Override
  public Map<MetricName, ? extends Metric> metrics() {
    return transactional.metrics();
  }

  @Override
  public void registerMetricForSubscription(KafkaMetric metric) {
    transactional.registerMetricForSubscription(metric);
  }

  @Override
  public void unregisterMetricFromSubscription(KafkaMetric metric) {
    transactional.unregisterMetricFromSubscription(metric);
  }

  @Override
  public Uuid clientInstanceId(Duration timeout) {
    return transactional.clientInstanceId(timeout);
  }

  @Override
  public void close() {
    try (transactional;
        early) {
      // Both are closed, whatever becomes of the first.
    }
  }

  @Override
  public void close(Duration timeout) {
    try {
      early.close(timeout);
    } finally {
      transactional.close(timeout);
    }
  }
}
