package io.afterimage.bench.speed.broker;

import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.bench.speed.clip.StoredFrame;
import io.afterimage.bench.speed.measure.CpuTime;
import io.afterimage.bench.speed.measure.Stopwatch;
import io.afterimage.bench.speed.measure.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records through the embedded broker and back, by its own clients and by Kafka's tools. All run in
 * this process, whose CPU time counts. Used by one thread.
 */
public final class BrokerBench implements AutoCloseable {
  private static final int PARTITIONS = 8;

  private final Admin admin;
  private final Map<String, Object> kafka;
  private final int records;
  private int measured;

  /**
   * What one way took. Immutable.
   *
   * @param produce until all records were acknowledged
   * @param consume until all were read
   */
  public record Way(Work produce, Work consume) {
    /** CPU time of one record there and back, microseconds. */
    public double cpuMicros() {
      return produce.cpuMicros() + consume.cpuMicros();
    }
  }

  /**
   * Connects.
   *
   * @param records of each measurement
   */
  public BrokerBench(EmbeddedBroker broker, int records) {
    this.kafka = Map.of("bootstrap.servers", broker.bootstrap());
    this.admin = Admin.create(kafka);
    this.records = records;
  }

  /**
   * With the clients of ingest and of the encoding stage.
   *
   * @param frames sent in turn
   * @throws InterruptedException if the thread is asked to stop
   */
  public Way ours(List<StoredFrame> frames) throws InterruptedException {
    return way(new OurClients(kafka, frames));
  }

  /**
   * With Kafka's tools.
   *
   * @param recordBytes of each record
   * @throws InterruptedException if the thread is asked to stop
   */
  public Way tools(int recordBytes) throws InterruptedException {
    return way(new PerfTools(String.valueOf(kafka.get("bootstrap.servers")), recordBytes));
  }

  private Way way(Through through) throws InterruptedException {
    String topic = "through-" + measured++;
    try {
      admin.createTopics(List.of(topic(topic))).all().get();
      touch(topic);
      Stopwatch produce = Stopwatch.start(CpuTime::ofProcess);
      through.produce(topic, records);
      Work produced = produce.done(records);
      requireAll(topic);
      Stopwatch consume = Stopwatch.start(CpuTime::ofProcess);
      through.consume(topic, records);
      Work consumed = consume.done(records);
      admin.deleteTopics(List.of(topic)).all().get();
      return new Way(produced, consumed);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the embedded broker does not answer", e);
    }
  }

  /**
   * Waits until each partition takes records: a fresh one may refuse a producer's first request and
   * take its second, after which a producer with several under way retries in vain (Kafka 4.3).
   */
  private void touch(String topic) throws InterruptedException, ExecutionException {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put("enable.idempotence", false);
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        producer.send(new ProducerRecord<>(topic, partition, null, new byte[0])).get();
      }
    }
  }

  /** A tool goes on when a record is lost, and would seem fast. */
  private void requireAll(String topic) throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
    long written =
        admin.listOffsets(ends).all().get().values().stream().mapToLong(end -> end.offset()).sum();
    if (written != PARTITIONS + (long) records) {
      throw new IllegalStateException(
          "%d records are in the broker where %d were sent: this round cannot be compared"
              .formatted(written - PARTITIONS, records));
    }
  }

  /** Like the topic of frames, but for its retention: all is to be read. */
  private static NewTopic topic(String name) {
    return new NewTopic(name, PARTITIONS, (short) 1)
        .configs(Map.of("retention.bytes", "-1", "compression.type", "uncompressed"));
  }

  @Override
  public void close() {
    admin.close();
  }
}
