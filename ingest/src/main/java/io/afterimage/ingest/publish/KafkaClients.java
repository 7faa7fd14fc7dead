package io.afterimage.ingest.publish;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The clients that ingest opens, with settings that fit pictures.
 *
 * @param common what every client needs: {@code bootstrap.servers} and security
 */
public record KafkaClients(Map<String, Object> common) {
  private static final int LARGEST_RECORD = 16 << 20;
  private static final long BUFFER_BYTES = 128L << 20;

  /** The producer that all cameras share; the caller closes it. */
  public KafkaProducer<String, byte[]> frames() {
    Map<String, Object> config = new HashMap<>(common);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // One request at a time: where a fresh partition refuses a producer's first request and takes
    // its second, the order is lost and the first is retried in vain for ever (Kafka 4.3).
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    // JPEG does not shrink, and raw planes of noise hardly.
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    // Frames of several cameras in one request, for 5 ms of delay.
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    // Some ten raw frames; a larger one goes by itself.
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
    // What is too large is for the topic's own limit, topics.max_record, to say.
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD);
    // Seconds of a hundred cameras. When it is full, a live camera's slot drops and a file waits.
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "afterimage-ingest");
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  /** A producer of one camera's epochs. */
  KafkaProducer<String, String> epochs(String transactionalId, int timeoutMs) {
    Map<String, Object> config = new HashMap<>(common);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, timeoutMs);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeoutMs);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1L << 20);
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, transactionalId);
    return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }

  /** A reader of epochs, in no group. */
  KafkaConsumer<String, String> epochs(String isolationLevel) {
    Map<String, Object> config = new HashMap<>(common);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolationLevel);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
  }

  /** Asks for offsets. */
  Admin admin() {
    Map<String, Object> config = new HashMap<>(common);
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "afterimage-ingest-credits");
    config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    return Admin.create(config);
  }

  /** The brokers, for a message. */
  String address() {
    return String.valueOf(common.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
  }
}
