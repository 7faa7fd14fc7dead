package io.afterimage.bench.speed.broker;

import io.afterimage.bench.speed.clip.StoredFrame;
import io.afterimage.contract.Topics;
import io.afterimage.inference.stage.EncodingSettings;
import io.afterimage.ingest.publish.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Ingest's producer and the encoding stage's consumer, with frames as they are. Immutable.
 *
 * @param kafka the settings of a client
 * @param frames sent in turn
 */
record OurClients(Map<String, Object> kafka, List<StoredFrame> frames) implements Through {
  private static final int MAX_BATCH = 16;
  private static final Duration POLL = Duration.ofMillis(100);

  @Override
  public void produce(String topic, int records) {
    try (KafkaProducer<String, byte[]> producer = new KafkaClients(kafka).frames()) {
      for (int i = 0; i < records; i++) {
        var unused = producer.send(frames.get(i % frames.size()).to(topic));
      }
    }
  }

  @Override
  public void consume(String topic, int records) {
    int workers = Runtime.getRuntime().availableProcessors();
    EncodingSettings settings =
        new EncodingSettings(
            new Topics(topic),
            topic + "-ours",
            Duration.ZERO,
            MAX_BATCH,
            Duration.ZERO,
            workers,
            1,
            kafka);
    try (KafkaConsumer<byte[], byte[]> consumer =
        io.afterimage.inference.stage.KafkaClients.consumer(settings)) {
      consumer.subscribe(List.of(topic));
      int read = 0;
      while (read < records) {
        read += consumer.poll(POLL).count();
      }
    }
  }
}
