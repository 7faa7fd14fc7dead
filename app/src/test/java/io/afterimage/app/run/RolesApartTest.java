package io.afterimage.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.broker.DataFolder;
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
import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.EventMarker;
import io.afterimage.contract.event.EventRecord;
import io.afterimage.contract.event.Prediction;
import io.afterimage.inference.pack.PackLoader;
import io.afterimage.ingest.IngestListener;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.SourceInfo;
import io.afterimage.ingest.SourceSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The roles as separate processes would play them: nothing shared but the cluster. */
class RolesApartTest {
  private static final Path PACKS = Path.of("..", "packs").toAbsolutePath();
  private static final List<String> CAMERAS = List.of("a", "b", "c");

  @TempDir private Path folder;
  private final Map<String, List<Prediction>> predictions = new HashMap<>();
  private final Map<String, List<String>> captions = new HashMap<>();

  @Test
  void shouldShareTheCamerasAmongSeveralOfEachRole() throws Exception {
    AfterimageConfig config = config();
    try (DataFolder data = DataFolder.open(folder.resolve("broker"), 1);
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      KafkaAccess kafka = KafkaAccess.of(config.kafka(), broker.bootstrap());
      try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
        admin.prepare(config.topics());
      }
      RoleSettings settings = new RoleSettings(config, kafka, packs());

      watch(settings);

      assertThat(predictions).containsOnlyKeys(CAMERAS);
      assertThat(captions).containsOnlyKeys(CAMERAS);
      for (String camera : CAMERAS) {
        List<Long> numbers =
            predictions.getOrDefault(camera, List.of()).stream().map(Prediction::seq).toList();
        assertThat(numbers).as(camera).hasSize(75).isSorted().doesNotHaveDuplicates();
        // Equal pictures, whichever instance encoded and remembered them.
        assertThat(scores(predictions.getOrDefault(camera, List.of())))
            .isEqualTo(scores(predictions.getOrDefault("a", List.of())));
        // And whichever put it into words.
        assertThat(captions.get(camera)).isEqualTo(captions.get("a"));
      }
    }
  }

  private void watch(RoleSettings settings) throws Exception {
    Topics topics = settings.config().topics().names();
    RunEpochs epochs =
        new RunEpochs(
            Set.of(
                new EpochEnd(topics.predictions(), null),
                new EpochEnd(topics.captions(), "room-captions")));
    List<SourceSpec> sources = CAMERAS.stream().map(RolesApartTest::source).toList();
    IngestListener opened =
        new IngestListener() {
          @Override
          public void opened(CameraId camera, long epoch, SourceInfo info) {
            epochs.opened(camera, epoch);
          }
        };
    try (Roles inference1 = roles(settings, Part.INFERENCE);
        Roles inference2 = roles(settings, Part.INFERENCE);
        Roles topology1 = roles(settings, Part.TOPOLOGY);
        Roles topology2 = roles(settings, Part.TOPOLOGY);
        Roles captioning1 = roles(settings, Part.CAPTIONING);
        Roles captioning2 = roles(settings, Part.CAPTIONING);
        Roles ingest = roles(settings);
        EventTail tail =
            new EventTail(
                settings.kafka().properties(),
                List.of(topics.predictions(), topics.captions()),
                record -> take(record, epochs),
                e -> {
                  throw e;
                })) {
      tail.start();
      inference1.startInference();
      inference2.startInference();
      topology1.startTopology(folder.resolve("state-1"));
      topology2.startTopology(folder.resolve("state-2"));
      captioning1.startCaptioning(folder.resolve("words-1"));
      captioning2.startCaptioning(folder.resolve("words-2"));
      ingest.startIngest(sources, opened).awaitEnd();
      epochs.sourcesEnded();
      assertThat(epochs.await(120, TimeUnit.SECONDS)).as("the last event is out").isTrue();
    }
  }

  private void take(ConsumerRecord<String, byte[]> record, RunEpochs epochs) {
    EventRecord read =
        record.topic().endsWith(".captions")
            ? EventJson.readCaption(record.value())
            : EventJson.readPrediction(record.value());
    if (read instanceof Prediction prediction) {
      predictions.computeIfAbsent(prediction.camera(), key -> new ArrayList<>()).add(prediction);
    } else if (read instanceof CaptionEvent caption) {
      captions
          .computeIfAbsent(caption.camera(), key -> new ArrayList<>())
          .add(caption.start().seq() + " " + caption.text());
    } else if (read instanceof EventMarker marker) {
      epochs.marked(marker.camera(), marker.epoch(), EpochEnd.of(record));
    }
  }

  private static Roles roles(RoleSettings settings, Part... parts) {
    return new Roles(settings, Set.of(parts), new SimpleMeterRegistry(), told -> {});
  }

  private static PackChoice packs() {
    return new PackChoice(
        PackLoader.load(PACKS.resolve("room-activity")),
        List.of(PackLoader.load(PACKS.resolve("room-captions"))));
  }

  private static SourceSpec source(String camera) {
    String address = "sim:room?seed=5&fps=25&size=160x120&duration=6s";
    return new SourceSpec(new CameraId(camera), SourceAddress.parse(address));
  }

  private static List<Map<String, Double>> scores(List<Prediction> predictions) {
    return predictions.stream().map(Prediction::scores).toList();
  }

  private AfterimageConfig config() {
    List<Setting> settings =
        List.of(
            new Setting("events.predictions", "true", "test"),
            new Setting("topics.partitions", "4", "test"),
            new Setting("topology.threads", "1", "test"),
            new Setting("inference.workers", "1", "test"));
    return new ConfigLoader(folder, Map.of()).load(null, settings);
  }
}
