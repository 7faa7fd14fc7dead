package io.afterimage.inference.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.Topics;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.frame.Encoding;
import io.afterimage.contract.frame.Frame;
import io.afterimage.contract.frame.FrameCodec;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.FrameRecord;
import io.afterimage.contract.letter.LetterWriter;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.runtime.PackRuntime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** One set of topics on a real broker: sends frames, runs stages, reads what they publish. */
final class StageRig implements AutoCloseable {
  static final Duration AGE_LIMIT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final Topics topics;
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final KafkaNode node;
  private final LivePack pack;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();
  private int letterPayload = LetterWriter.DEFAULT_PAYLOAD;

  StageRig(KafkaNode node, PackRuntime runtime, String prefix, int partitions) throws Exception {
    this(node, new LivePack(runtime), prefix, partitions);
  }

  StageRig(KafkaNode node, LivePack pack, String prefix, int partitions) throws Exception {
    this(node, pack, prefix, partitions, Map.of());
  }

  /** A rig whose topic of dead letters has settings of its own. */
  StageRig(
      KafkaNode node,
      PackRuntime runtime,
      String prefix,
      int partitions,
      Map<String, String> deadLetters)
      throws Exception {
    this(node, new LivePack(runtime), prefix, partitions, deadLetters);
  }

  private StageRig(
      KafkaNode node, LivePack pack, String prefix, int partitions, Map<String, String> deadLetters)
      throws Exception {
    this.node = node;
    this.pack = pack;
    this.topics = new Topics(prefix);
    List<String> others = new ArrayList<>(topics.all());
    others.remove(topics.deadLetters());
    node.create(others, partitions, Map.of());
    node.create(List.of(topics.deadLetters()), partitions, deadLetters);
    this.producer =
        new KafkaProducer<>(node.client(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  FrameInput input() {
    return pack.versions().current().pack().manifest().input();
  }

  /** How much of a value its letter keeps, of stages that start from now on. */
  StageRig letterPayload(int bytes) {
    letterPayload = bytes;
    return this;
  }

  EncodingStage start() {
    return start(Clock.systemUTC());
  }

  EncodingStage start(Clock clock) {
    return start(clock, AGE_LIMIT);
  }

  EncodingStage start(Clock clock, Duration ageLimit) {
    EncodingStage stage = new EncodingStage(settings(ageLimit), pack, metrics, clock);
    stage.start();
    return stage;
  }

  /** An encoder of frames that are passed in memory. */
  DirectEncoding direct() {
    return new DirectEncoding(settings(AGE_LIMIT), pack, metrics);
  }

  private EncodingSettings settings(Duration ageLimit) {
    return new EncodingSettings(
        topics,
        topics.prefix() + "-inference",
        ageLimit,
        16,
        Duration.ofMillis(10),
        2,
        letterPayload,
        node.client());
  }

  /** A frame of noise that only camera and sequence number determine. */
  Frame frame(String camera, long seq) {
    return frame(seq, Instant.EPOCH, false, Encoding.RAW, pixels(camera, seq));
  }

  Frame frame(long seq, Instant captured, boolean live, Encoding encoding, byte[] pixels) {
    return new Frame(
        new Position(1, seq, seq * 80_000, captured),
        input(),
        encoding,
        ByteBuffer.wrap(pixels),
        80_000,
        live,
        1_000);
  }

  byte[] pixels(String camera, long seq) {
    byte[] pixels = new byte[input().byteSize()];
    new Random(camera.hashCode() * 1_000_003L + seq).nextBytes(pixels);
    pixels[0] = 7; // Not white: no fault for the fragile graph.
    return pixels;
  }

  static Marker marker(long seq, Marker.Kind kind) {
    return new Marker(new Position(1, seq, seq * 80_000, Instant.EPOCH), kind);
  }

  void send(String camera, FrameRecord record) {
    Headers headers = new RecordHeaders();
    FrameCodec.writeHeaders(new CameraId(camera), record, headers);
    byte[] value = new byte[0];
    if (record instanceof Frame frame) {
      value = new byte[frame.pixels().remaining()];
      frame.pixels().get(0, value);
    }
    send(camera, headers, value);
  }

  void send(String key, Headers headers, byte[] value) {
    sendRaw(key.getBytes(UTF_8), headers, value);
  }

  void sendRaw(byte @Nullable [] key, Headers headers, byte @Nullable [] value) {
    sent.add(producer.send(new ProducerRecord<>(topics.frames(), null, key, value, headers)));
  }

  void awaitSent() throws Exception {
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
    sent.clear();
  }

  /** Each camera's features so far, in the order of the log, once there are enough. */
  Map<String, List<FeatureRecord>> features(Predicate<Map<String, List<FeatureRecord>>> enough) {
    Map<String, List<FeatureRecord>> features = new TreeMap<>();
    read(
        topics.features(),
        record ->
            features
                .computeIfAbsent(new String(record.key(), UTF_8), key -> new ArrayList<>())
                .add(FeatureCodec.read(record.value())),
        () -> enough.test(features));
    return features;
  }

  Map<String, List<FeatureRecord>> features(int count) {
    return features(all -> all.values().stream().mapToInt(List::size).sum() >= count);
  }

  /** A camera's features among all. */
  static List<FeatureRecord> of(Map<String, List<FeatureRecord>> features, String camera) {
    return features.getOrDefault(camera, List.of());
  }

  /** Their numbers. */
  static List<Long> seqs(List<FeatureRecord> records) {
    return records.stream().map(record -> record.position().seq()).toList();
  }

  List<DeadLetter> deadLetters(int count) {
    List<DeadLetter> letters = new ArrayList<>();
    read(
        topics.deadLetters(),
        record -> letters.add(EventJson.read(record.value(), DeadLetter.class)),
        () -> letters.size() >= count);
    return letters;
  }

  private interface Take {
    void record(ConsumerRecord<byte[], byte[]> record);
  }

  private interface Enough {
    boolean isReached();
  }

  private void read(String topic, Take take, Enough enough) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            node.client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!enough.isReached()) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(topic + " never had enough records");
        }
        consumer.poll(Duration.ofMillis(100)).forEach(take::record);
      }
    }
  }

  /** Records of the frames topic behind the group's committed offsets. */
  long lag() throws Exception {
    try (Admin admin = Admin.create(node.client());
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                node.client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var committed =
          admin
              .listConsumerGroupOffsets(topics.prefix() + "-inference")
              .partitionsToOffsetAndMetadata()
              .get();
      List<TopicPartition> all =
          consumer.partitionsFor(topics.frames()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      long lag = 0;
      for (var end : consumer.endOffsets(all).entrySet()) {
        var offset = committed.get(end.getKey());
        lag += end.getValue() - (offset == null ? 0 : offset.offset());
      }
      return lag;
    }
  }

  double count(String outcome) {
    return metrics.counter("afterimage.encode.frames", "outcome", outcome).count();
  }

  double deadLetterCount(String cause) {
    return metrics.counter("afterimage.dead.letters", "stage", "encode", "cause", cause).count();
  }

  @Override
  public void close() {
    producer.close();
  }
}
