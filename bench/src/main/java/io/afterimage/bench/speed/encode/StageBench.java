package io.afterimage.bench.speed.encode;

import io.afterimage.bench.rig.Case;
import io.afterimage.bench.rig.Rig;
import io.afterimage.bench.speed.clip.StoredFrame;
import io.afterimage.bench.speed.measure.CpuTime;
import io.afterimage.bench.speed.measure.Stopwatch;
import io.afterimage.bench.speed.measure.Work;
import io.afterimage.contract.Topics;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.stage.EncodingSettings;
import io.afterimage.inference.stage.EncodingStage;
import io.afterimage.topology.Delivery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The whole encoding stage with one worker, from Kafka to Kafka, in this process; the broker is
 * another one. Used by one thread.
 */
public final class StageBench {
  /** The most frames that the stage encodes at once. */
  public static final int MAX_BATCH = 16;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Rig rig;
  private final LivePack pack;
  private int measured;

  /**
   * Nothing is encoded yet.
   *
   * @param rig the broker
   * @param pack stays the caller's
   */
  public StageBench(Rig rig, LivePack pack) {
    this.rig = rig;
    this.pack = pack;
  }

  /**
   * Encodes a backlog, and measures its second half by the CPU time of this process.
   *
   * @param frames sent in turn
   * @param count how many
   * @throws IOException if the rig's settings cannot be written
   * @throws InterruptedException if the thread is asked to stop
   */
  public Work encode(List<StoredFrame> frames, int count) throws IOException, InterruptedException {
    String prefix = "encode" + measured++;
    Topics topics = new Topics(prefix);
    rig.prepare(new Case("none", Delivery.LOW_LATENCY, Case.DEFAULT_CACHE, 1), prefix, 0);
    send(frames, topics.frames(), count);
    EncodingSettings settings =
        new EncodingSettings(
            topics, prefix, Duration.ZERO, MAX_BATCH, Duration.ZERO, 1, 1 << 10, rig.client());
    try (Admin admin = Admin.create(rig.client());
        EncodingStage stage = new EncodingStage(settings, pack, new SimpleMeterRegistry())) {
      stage.start();
      long before = await(admin, topics.features(), count / 2);
      Stopwatch stopwatch = Stopwatch.start(CpuTime::ofProcess);
      long after = await(admin, topics.features(), count);
      return stopwatch.done(after - before);
    }
  }

  private void send(List<StoredFrame> frames, String topic, int count) {
    Map<String, Object> config = new HashMap<>(rig.client());
    config.put("batch.size", 256 << 10);
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        var unused = producer.send(frames.get(i % frames.size()).to(topic));
      }
    }
  }

  /** Waits until a topic has so many records, or more; returns how many. */
  private static long await(Admin admin, String topic, long records) throws InterruptedException {
    long begun = System.nanoTime();
    try {
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      for (TopicDescription described :
          admin.describeTopics(List.of(topic)).allTopicNames().get().values()) {
        described
            .partitions()
            .forEach(p -> ends.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
      }
      while (System.nanoTime() - begun < PATIENCE.toNanos()) {
        long written =
            admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
        if (written >= records) {
          return written;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker does not answer", e);
    }
    throw new IllegalStateException(
        "the encoding stage has not written %d features within %s".formatted(records, PATIENCE));
  }
}
