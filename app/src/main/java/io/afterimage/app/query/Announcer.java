package io.afterimage.app.query;

import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.instance.Instance;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the {@code instances} topic that this instance runs, again and again, and takes it back at
 * the end. Has one thread and owns its producer.
 */
final class Announcer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final Duration CLOSE_WITHIN = Duration.ofMillis(500);

  /** How often it speaks; the topic forgets who is silent for an hour. */
  static final Duration EVERY = Duration.ofSeconds(30);

  private final Producer<String, byte[]> producer;
  private final String topic;
  private final Supplier<Instance> self;
  private final MeterRegistry meters;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread worker = new Thread(work, "afterimage-announcer");
            worker.setDaemon(true);
            return worker;
          });

  /**
   * Says nothing before {@link #start}.
   *
   * @param kafka how to reach the brokers
   * @param topic where to speak
   * @param self what to say
   * @param meters counts what was said, and what was not
   */
  Announcer(
      Map<String, Object> kafka, String topic, Supplier<Instance> self, MeterRegistry meters) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put("client.id", "afterimage-announcer");
    // What is late is said again: it need not wait for minutes, nor block.
    config.put("max.block.ms", 2_000);
    config.put("request.timeout.ms", 5_000);
    config.put("delivery.timeout.ms", 10_000);
    producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    this.topic = topic;
    this.self = self;
    this.meters = meters;
  }

  /** Speaks now, and from time to time. */
  void start() {
    var unused =
        thread.scheduleWithFixedDelay(this::speak, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Speaks soon: what it says has changed. */
  void again() {
    thread.execute(this::speak);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    send(self.get().address().toString(), null);
    producer.close(CLOSE_WITHIN);
  }

  private void speak() {
    Instance instance = self.get();
    send(instance.address().toString(), EventJson.write(instance));
  }

  private void send(String key, byte @Nullable [] value) {
    try {
      var unused =
          producer.send(new ProducerRecord<>(topic, key, value), (sent, fault) -> count(fault));
    } catch (KafkaException e) {
      count(e);
    }
  }

  private void count(@Nullable Exception fault) {
    String outcome = fault == null ? "told" : "failed";
    meters.counter("afterimage.announcements", "outcome", outcome).increment();
    if (fault != null) {
      LOG.warn("The topic {} was not told of this instance: {}", topic, fault.getMessage());
    }
  }
}
