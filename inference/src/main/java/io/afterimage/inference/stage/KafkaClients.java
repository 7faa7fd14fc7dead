package io.afterimage.inference.stage;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka clients for records of 10 to 100 KB in and of 1 KB out, with delay kept low. */
public final class KafkaClients {
  private static final String CLIENT_ID = "afterimage-encode";
  private static final int MIB = 1 << 20;

  private KafkaClients() {}

  /** The consumer of a stage's frames, which is in no group yet; the caller closes it. */
  public static KafkaConsumer<byte[], byte[]> consumer(EncodingSettings settings) {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, CLIENT_ID);
    // A frame that waits is late; when the machine is busy, polls are rarer and fetches grow.
    config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    // A backlog must not fill the heap: some 50 raw frames a partition and 800 in all.
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MIB);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 * MIB);
    // The client's own 64 KB are one segment of a loopback interface, so that senders wait for the
    // window, at times until a retransmission; the system's tuning gives more.
    config.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, -1);
    // What a poll gives is what batches are made of: one for each worker and one in reserve.
    config.put(
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.maxBatch() * (settings.workers() + 1));
    // The cameras of a stage that died are taken over within ten seconds.
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    config.putAll(settings.kafka());
    config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // Files are complete: what was published before the group's first start counts.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  static KafkaProducer<byte[], byte[]> producer(EncodingSettings settings) {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.CLIENT_ID_CONFIG, CLIENT_ID);
    // Requests of several features instead of one each, for 5 ms of delay.
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 << 10);
    config.put(ProducerConfig.SEND_BUFFER_CONFIG, -1);
    // Features are floats: lz4 takes a tenth off them and costs more than it saves.
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    config.putAll(settings.kafka());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // A broker's outage ends or the process does; until then the client itself tries again, which
    // keeps the order. Offsets are committed after, so nothing is lost either way.
    // One request at a time: where a fresh partition refuses a producer's first request and takes
    // its second, the order is lost and the first is retried in vain for ever (Kafka 4.3).
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
