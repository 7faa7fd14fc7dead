package io.afterimage.app.run;

import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.ConfigLoader;
import io.afterimage.app.config.Setting;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.kafka.TopicAdmin;
import io.afterimage.app.live.Part;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.contract.CameraId;
import io.afterimage.contract.Topics;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.EventMarker;
import io.afterimage.contract.event.Prediction;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.SourceSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Roles on one set of topics of a broker, and what they tell there. */
final class RolesRig implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final RoleSettings settings;
  private final Set<EpochEnd> ends;
  private final List<ConsumerRecord<String, byte[]>> told = new ArrayList<>();
  private final BlockingQueue<ConsumerRecord<String, byte[]>> arrived = new LinkedBlockingQueue<>();
  private final List<Prediction> predictions = new ArrayList<>();
  private final EventTail tail;
  private int ended;

  /**
   * @param settings pairs of key and value
   */
  RolesRig(EmbeddedBroker broker, Path folder, PackChoice packs, String... settings) {
    AfterimageConfig config = config(folder, settings);
    KafkaAccess kafka = KafkaAccess.of(config.kafka(), broker.bootstrap());
    try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
      admin.prepare(config.topics());
    }
    this.settings = new RoleSettings(config, kafka, packs);
    Topics topics = config.topics().names();
    ends = EpochEnd.all(topics, true, packs);
    tail =
        new EventTail(
            kafka.properties(),
            ends.stream().map(EpochEnd::topic).distinct().toList(),
            arrived::add,
            e -> {
              throw e;
            });
    tail.start();
  }

  private static AfterimageConfig config(Path folder, String... settings) {
    List<Setting> all = new ArrayList<>();
    all.add(new Setting("events.predictions", "true", "test"));
    all.add(new Setting("topics.partitions", "4", "test"));
    all.add(new Setting("topology.threads", "1", "test"));
    all.add(new Setting("inference.workers", "1", "test"));
    for (int i = 0; i < settings.length; i += 2) {
      all.add(new Setting(settings[i], settings[i + 1], "test"));
    }
    return new ConfigLoader(folder, Map.of()).load(null, all);
  }

  Roles roles(Part... parts) {
    return new Roles(settings, Set.of(parts), meters, sentence -> {});
  }

  static SourceSpec source(String camera, String address) {
    return new SourceSpec(new CameraId(camera), SourceAddress.parse(address));
  }

  /** Takes what is told until it is enough. */
  void await(BooleanSupplier enough) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!enough.getAsBoolean()) {
      ConsumerRecord<String, byte[]> next =
          arrived.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new AssertionError("only %d records came".formatted(told.size()));
      }
      take(next);
    }
  }

  private void take(ConsumerRecord<String, byte[]> record) {
    told.add(record);
    if (EventJson.isMarker(record.value())) {
      EventMarker marker = EventJson.read(record.value(), EventMarker.class);
      ended += marker.marker().equals("end") ? 1 : 0;
    } else if (record.topic().equals(settings.config().topics().names().predictions())) {
      predictions.add(EventJson.read(record.value(), Prediction.class));
    }
  }

  /** Takes what is told until each of so many cameras' epochs has ended wherever that is told. */
  void awaitEnds(int cameras) throws InterruptedException {
    await(() -> ended >= cameras * ends.size());
  }

  /** What was told so far. */
  List<ConsumerRecord<String, byte[]>> told() {
    return told;
  }

  /**
   * What was told so far of each camera, by each writer of a topic, in its order, without what
   * another run may tell otherwise: latencies and the wall clock of capture.
   */
  Map<String, List<String>> toldByCamera() {
    Map<String, List<String>> byCamera = new TreeMap<>();
    for (ConsumerRecord<String, byte[]> record : told) {
      String topic = record.topic().substring(record.topic().indexOf('.'));
      String json = new String(record.value(), StandardCharsets.UTF_8);
      // Topology and captioning both write attention; nothing orders the one after the other.
      String writer = json.contains("\"explains\":\"caption\"") ? ".captioning" : "";
      byCamera
          .computeIfAbsent(record.key() + topic + writer, key -> new ArrayList<>())
          .add(timeless(json));
    }
    return byCamera;
  }

  private static String timeless(String json) {
    return json.replaceAll("\"latency_ms\":\\{[^}]*\\}", "").replaceAll("\"time\":\"[^\"]*\"", "");
  }

  /** The predictions among it. */
  List<Prediction> predictions() {
    return predictions;
  }

  @Override
  public void close() {
    tail.close();
  }
}
