package io.afterimage.topology;

import io.afterimage.contract.Topics;
import io.afterimage.contract.caption.CaptionRequestCodec;
import io.afterimage.contract.caption.CaptionRequestRecord;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.letter.LetterWriter;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.Captioner;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.topology.fixture.KafkaNode;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.fixture.Told;
import io.afterimage.topology.window.CaptionRules;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * One set of topics on a real broker: sends features and caption requests, runs topologies, reads
 * what is committed.
 */
final class BrokerRig implements AutoCloseable {
  static final int PARTITIONS = 3;

  /** Of the caption pack that the topology asks. */
  static final CaptionRules CAPTIONS = TestPack.captions(5, 1_000_000, 100_000);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final Topics topics;
  private final KafkaNode node;
  private final KafkaProducer<String, byte[]> producer;

  BrokerRig(KafkaNode node, String prefix) throws Exception {
    this.node = node;
    topics = new Topics(prefix);
    List<String> names = new ArrayList<>(topics.all());
    node.create(names, PARTITIONS);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", node.bootstrap(), "linger.ms", 1),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  void send(String camera, List<? extends FeatureRecord> records) throws Exception {
    await(records.stream().map(each -> sendRaw(camera, FeatureCodec.write(each))).toList());
  }

  /** Sends records that say that they were written then. */
  void send(String camera, List<? extends FeatureRecord> records, Instant at) throws Exception {
    await(
        records.stream()
            .map(FeatureCodec::write)
            .map(
                bytes ->
                    new ProducerRecord<>(topics.features(), null, at.toEpochMilli(), camera, bytes))
            .map(producer::send)
            .toList());
  }

  Future<RecordMetadata> sendRaw(String camera, byte[] value) {
    return producer.send(new ProducerRecord<>(topics.features(), camera, value));
  }

  void request(String camera, List<? extends CaptionRequestRecord> records) throws Exception {
    await(
        records.stream()
            .map(CaptionRequestCodec::write)
            .map(bytes -> new ProducerRecord<>(topics.captionRequests(), camera, bytes))
            .map(producer::send)
            .toList());
  }

  private static void await(List<Future<RecordMetadata>> sent) throws Exception {
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
  }

  /** A running topology. */
  TopologyRunner run(Supplier<MemoryModel> models, Path state, Delivery delivery)
      throws InterruptedException {
    return run(
        topology(models, Clock.systemUTC()), settings(state, delivery), TopologyListener.SILENT);
  }

  static TopologyRunner run(
      StreamsApplication application, RunnerSettings settings, TopologyListener listener)
      throws InterruptedException {
    TopologyRunner runner = new TopologyRunner(settings, application, listener);
    runner.start();
    runner.awaitRunning(PATIENCE);
    return runner;
  }

  RunnerSettings settings(Path state, Delivery delivery) {
    return settings("topology", state, delivery);
  }

  /** The settings, with pairs of key and value that are to be other than as a rule. */
  RunnerSettings settings(String role, Path state, Delivery delivery, String... other) {
    // What a dead thread held is given up soon.
    Map<String, Object> kafka =
        new HashMap<>(
            Map.of(
                "bootstrap.servers", node.bootstrap(),
                "producer.transaction.timeout.ms", "2000",
                "main.consumer.session.timeout.ms", "2000",
                "main.consumer.heartbeat.interval.ms", "500"));
    for (int i = 0; i < other.length; i += 2) {
      kafka.put(other[i], other[i + 1]);
    }
    return new RunnerSettings(topics.prefix() + "-" + role, state, 1, delivery, 0, 1, kafka);
  }

  /** How many records of all topics a role has committed. */
  long committed(String role) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", node.bootstrap()))) {
      return admin
          .listConsumerGroupOffsets(topics.prefix() + "-" + role)
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    }
  }

  AfterimageTopology topology(Supplier<MemoryModel> models, Clock clock) {
    return new AfterimageTopology(
        new TopologySettings(topics, true, Duration.ofHours(1)).withCaptions(List.of(CAPTIONS)),
        TestPack.attending(),
        models,
        new SimpleMeterRegistry(),
        clock);
  }

  /** The topology that answers caption requests. */
  CaptioningTopology captioning(Pack pack, Supplier<Captioner> captioners) {
    return new CaptioningTopology(
        topics,
        Duration.ZERO,
        LetterWriter.DEFAULT_PAYLOAD,
        pack,
        captioners,
        new SimpleMeterRegistry(),
        Clock.systemUTC());
  }

  /** Reads a topic's committed records from its beginning until enough of them are there. */
  List<Told> read(String topic, Predicate<List<Told>> enough) {
    List<Told> told = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", node.bootstrap(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList());
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!enough.test(told)) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("%s has only %d records".formatted(topic, told.size()));
        }
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          told.add(
              Told.of(
                  topic.substring(topics.prefix().length()),
                  record.key(),
                  record.value(),
                  record.headers()));
        }
      }
    }
    return told;
  }

  @Override
  public void close() {
    producer.close();
  }
}
