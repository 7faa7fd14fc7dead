package io.afterimage.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.Topics;
import io.afterimage.topology.fixture.ManualClock;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.Told;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** One topology on a driver without brokers. */
class DriverRig implements AutoCloseable {
  static final Topics TOPICS = new Topics("test");

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final ManualClock clock = new ManualClock(Stream.BEGIN.plusSeconds(3600));
  private final TopologyTestDriver driver;
  private final Map<String, TestInputTopic<String, byte[]>> inputs = new LinkedHashMap<>();

  DriverRig(Path below, BiFunction<MeterRegistry, Clock, StreamsApplication> make)
      throws IOException {
    Path state = Files.createTempDirectory(below, "rig");
    StreamsApplication application = make.apply(meters, clock);
    Map<String, Object> kafka = Map.of("bootstrap.servers", "nowhere:1");
    Properties config = StreamsSettings.of(RunnerSettings.of("rig", state, kafka), application);
    // The driver loses what error handlers send inside a transaction; a real broker has a test too.
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    driver = new TopologyTestDriver(application.build(), config, clock.instant());
  }

  /** Sends a record of the clock's time. */
  void pipe(String topic, @Nullable String key, byte @Nullable [] value) {
    pipe(topic, key, value, clock.instant());
  }

  void pipe(String topic, @Nullable String key, byte @Nullable [] value, Instant time) {
    inputs
        .computeIfAbsent(
            topic,
            name ->
                driver.createInputTopic(name, new StringSerializer(), new ByteArraySerializer()))
        .pipeInput(new TestRecord<>(key, value, time));
  }

  void advance(Duration by) {
    clock.advance(by);
    driver.advanceWallClockTime(by);
  }

  List<Told> deadLetters() {
    return read(TOPICS.deadLetters());
  }

  double count(String name, String tag, String value) {
    Counter counter = meters.find(name).tag(tag, value).counter();
    return counter == null ? 0 : counter.count();
  }

  double count(String name) {
    return meters.get(name).counter().count();
  }

  KeyValueStore<String, byte[]> store(String name) {
    return driver.getKeyValueStore(name);
  }

  /** A copy of a store. */
  Map<String, byte[]> stored(String store) {
    Map<String, byte[]> copy = new LinkedHashMap<>();
    try (KeyValueIterator<String, byte[]> all = store(store).all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        copy.put(entry.key, entry.value.clone());
      }
    }
    return copy;
  }

  /** Puts entries into a store, as a restore does. */
  void restore(String store, Map<String, byte[]> entries) {
    entries.forEach(store(store)::put);
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

  /** What was told to a topic since the last call. */
  List<Told> read(String topic) {
    return written(topic).stream()
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
