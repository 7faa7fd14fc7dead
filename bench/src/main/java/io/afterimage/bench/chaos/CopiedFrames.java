package io.afterimage.bench.chaos;

import io.afterimage.bench.chaos.compare.LogReader;
import io.afterimage.bench.chaos.compare.Outcome;
import io.afterimage.bench.chaos.process.Cluster;
import io.afterimage.bench.chaos.process.Host;
import io.afterimage.bench.chaos.process.Pipeline;
import io.afterimage.bench.chaos.process.Pipeline.Part;
import io.afterimage.bench.chaos.watch.Ending;
import io.afterimage.contract.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Copies the committed frames, byte by byte and partition by partition, to a broker of their own,
 * where one process of each kind reads them with an empty state. Used by one thread.
 */
final class CopiedFrames implements Undisturbed {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final RunPlan plan;
  private final Host host;

  /**
   * @param plan of the run whose frames are copied
   * @param host where the processes run
   */
  CopiedFrames(RunPlan plan, Host host) {
    this.plan = plan;
    this.host = host;
  }

  @Override
  public Outcome run(Cluster cluster) throws IOException, InterruptedException {
    Topics topics = new Topics(RunPlan.PREFIX);
    try (Cluster own = Cluster.start(host, 1, Optional.empty());
        Pipeline pipeline =
            Pipeline.prepare(host, plan.shape().alone(), topics.prefix(), own, Map.of());
        Ending ending = new Ending(own.client(), topics, PATIENCE)) {
      pipeline.nodes(Part.TOPOLOGY).forEach(node -> node.start());
      pipeline.nodes(Part.CAPTIONING).forEach(node -> node.start());
      pipeline.nodes(Part.INFERENCE).forEach(node -> node.start());
      copy(cluster, own, topics.frames());
      ending.await();
      pipeline.stop(Part.INFERENCE);
      pipeline.stop(Part.TOPOLOGY);
      pipeline.stop(Part.CAPTIONING);
      return Outcome.read(new LogReader(own.client()), topics, ending.changelogs());
    }
  }

  private static void copy(Cluster from, Cluster to, String topic) {
    Map<String, Object> config = new HashMap<>(to.client());
    config.put("acks", "all");
    config.put("max.request.size", 16 << 20);
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      new LogReader(from.client())
          .read(
              topic,
              record -> {
                var unused =
                    producer.send(
                        new ProducerRecord<>(
                            topic,
                            record.partition(),
                            record.timestamp(),
                            record.key(),
                            record.value(),
                            record.headers()),
                        (metadata, error) -> failure.compareAndSet(null, error));
              });
      producer.flush();
    }
    Exception lost = failure.get();
    if (lost != null) {
      throw new IllegalStateException("the frames cannot be copied", lost);
    }
  }
}
