package io.afterimage.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.Topics;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.caption.CaptionRequestCodec;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.ManualClock;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.Told;
import io.afterimage.topology.stage.MemoryStage;
import io.afterimage.topology.window.CaptionRules;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The whole topology on a driver without brokers. */
final class TopologyRig implements AutoCloseable {
  static final Topics TOPICS = new Topics("test");
  static final Duration SILENCE = Duration.ofSeconds(20);

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final ManualClock clock = new ManualClock(Stream.BEGIN.plusSeconds(3600));
  private final TopologyTestDriver driver;
  private final TestInputTopic<String, byte[]> features;

  TopologyRig(Pack pack, Supplier<MemoryModel> models, Path below) throws IOException {
    this(pack, models, below, true);
  }

  TopologyRig(Pack pack, Supplier<MemoryModel> models, Path below, boolean predictions)
      throws IOException {
    this(pack, models, below, new TopologySettings(TOPICS, predictions, SILENCE));
  }

  /** A rig without predictions and with captions. */
  static TopologyRig captioned(Pack pack, Path below, CaptionRules... captions) throws IOException {
    TopologySettings settings = new TopologySettings(TOPICS, false, SILENCE);
    return new TopologyRig(
        pack, () -> new FakeModel(0), below, settings.withCaptions(List.of(captions)));
  }

  private TopologyRig(Pack pack, Supplier<MemoryModel> models, Path below, TopologySettings does)
      throws IOException {
    Path state = Files.createTempDirectory(below, "rig");
    AfterimageTopology topology = new AfterimageTopology(does, pack, models, meters, clock);
    // The driver loses what error handlers send inside a transaction; a real broker has a test too.
    Map<String, Object> kafka = Map.of("bootstrap.servers", "nowhere:1");
    RunnerSettings settings =
        new RunnerSettings("rig", state, 1, Delivery.LOW_LATENCY, 0, -1, kafka);
    Properties config = StreamsSettings.of(settings, topology);
    driver = new TopologyTestDriver(topology.build(), config, clock.instant());
    features =
        driver.createInputTopic(
            TOPICS.features(), new StringSerializer(), new ByteArraySerializer());
  }

  TopologyRig send(String camera, List<? extends FeatureRecord> records) {
    records.forEach(record -> send(camera, record));
    return this;
  }

  TopologyRig send(String camera, FeatureRecord record) {
    return sendRaw(camera, FeatureCodec.write(record));
  }

  TopologyRig sendRaw(@Nullable String camera, byte @Nullable [] value) {
    features.pipeInput(new TestRecord<>(camera, value, clock.instant()));
    return this;
  }

  void advance(Duration by) {
    clock.advance(by);
    driver.advanceWallClockTime(by);
  }

  /** What was sent to the actions since the last call. */
  List<Told> actions() {
    return read(TOPICS.actions());
  }

  List<Told> predictions() {
    return read(TOPICS.predictions());
  }

  List<Told> deadLetters() {
    return read(TOPICS.deadLetters());
  }

  /** The actions since the last call in short. */
  List<String> brief() {
    return actions().stream().map(Told::brief).toList();
  }

  /** All actions and predictions since the last call, without what a replay may change. */
  List<Told> all() {
    List<Told> all = new ArrayList<>(actions());
    all.addAll(predictions());
    return all.stream().map(Told::timeless).toList();
  }

  double count(String name, String tag, String value) {
    Counter counter = meters.find(name).tag(tag, value).counter();
    return counter == null ? 0 : counter.count();
  }

  double count(String name) {
    return meters.get(name).counter().count();
  }

  KeyValueStore<String, byte[]> store() {
    return driver.getKeyValueStore(MemoryStage.STORE);
  }

  /** A copy of the memories. */
  Map<String, byte[]> stored() {
    return stored(MemoryStage.STORE);
  }

  /** A copy of a store. */
  Map<String, byte[]> stored(String store) {
    Map<String, byte[]> copy = new LinkedHashMap<>();
    KeyValueStore<String, byte[]> from = driver.getKeyValueStore(store);
    try (KeyValueIterator<String, byte[]> all = from.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        copy.put(entry.key, entry.value.clone());
      }
    }
    return copy;
  }

  /** Puts entries into a store, as a restore does. */
  TopologyRig restore(String store, Map<String, byte[]> entries) {
    KeyValueStore<String, byte[]> into = driver.getKeyValueStore(store);
    entries.forEach(into::put);
    return this;
  }

  /** The caption requests since the last call. */
  List<CaptionRequest> requests() {
    return written(TOPICS.captionRequests()).stream()
        .map(record -> CaptionRequestCodec.read(record.value()))
        .toList();
  }

  /** What was written to a store's changelog since the last call. */
  List<TestRecord<String, byte[]>> changelog(String store) {
    return written("rig-" + store + "-changelog");
  }

  /** What was written to a topic since the last call. */
  List<TestRecord<String, byte[]>> written(String topic) {
    return driver
        .createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  /** Every store's name. */
  Set<String> stores() {
    return driver.getAllStateStores().keySet();
  }

  private List<Told> read(String topic) {
    return driver
        .createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList()
        .stream()
        .map(
            r ->
                Told.of(
                    topic,
                    r.key() == null ? "" : r.key(),
                    r.value() == null ? "".getBytes(UTF_8) : r.value(),
                    r.headers()))
        .toList();
  }

  @Override
  public void close() {
    driver.close();
  }
}
