package io.afterimage.topology.delivery;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka Streams' clients, of which the producers send events ahead of their transaction. Immutable
 * and thread-safe.
 */
public final class EarlyEvents implements KafkaClientSupplier {
  private final Set<String> topics;

  /**
   * @param topics the topics of the events
   */
  public EarlyEvents(Set<String> topics) {
    this.topics = Set.copyOf(topics);
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    Map<String, Object> plain = new HashMap<>(config);
    plain.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    plain.remove(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
    // Retries must not change the order of a camera's events; of two requests under way a fresh
    // partition may refuse the first and take the second (Kafka 4.3).
    plain.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    plain.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    // Events are awaited; those that come while a request is under way still share the next.
    plain.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    plain.computeIfPresent(ProducerConfig.CLIENT_ID_CONFIG, (key, id) -> id + "-early");
    return new EarlyProducer(producer(config), producer(plain), topics, Clock.systemUTC());
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return getConsumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return getConsumer(config);
  }

  private static Producer<byte[], byte[]> producer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
