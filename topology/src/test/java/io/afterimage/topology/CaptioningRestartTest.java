package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.Marker;
import io.afterimage.contract.caption.CaptionRequestRecord;
import io.afterimage.contract.event.EventMarker;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.caption.Caption;
import io.afterimage.inference.caption.Decoding;
import io.afterimage.inference.pack.CaptionSpec;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.Captioner;
import io.afterimage.topology.fixture.FakeCaptioner;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.HeardFault;
import io.afterimage.topology.fixture.KafkaNode;
import io.afterimage.topology.fixture.RandomStream;
import io.afterimage.topology.fixture.Requests;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.TestPack;
import io.afterimage.topology.fixture.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captions on a real broker: a restart in the middle equals none, and events wait for no words. */
class CaptioningRestartTest {
  private static final int CAMERAS = 4;
  private static final int RECORDS = 60;
  private static final long LAST_EPOCH = 1000;
  private static final CaptionSpec SPEC =
      TestPack.captionSpec(
          5, Decoding.sample(12, 1, 0), new CaptionSpec.Similarity(0.7, 20_000_000));
  private static final Pack PACK = TestPack.captionPack(SPEC);

  @TempDir static Path folder;
  private static KafkaNode node;

  /** What is told by a stage that takes all requests from beginning to end. */
  private static Map<String, List<Told>> expected;

  @BeforeAll
  static void open() throws Exception {
    node = KafkaNode.start(folder.resolve("broker"));
    expected = uninterrupted();
    assertThat(expected).hasSize(2 * CAMERAS);
  }

  @AfterAll
  static void close() {
    node.close();
  }

  private static Path state() throws Exception {
    return Files.createTempDirectory(folder, "state");
  }

  private static Captioner captioner() {
    return new FakeCaptioner(SPEC);
  }

  /** Each camera's requests; the last record ends its last epoch. */
  private static void request(BrokerRig rig, double from, double to) throws Exception {
    for (int i = 0; i < CAMERAS; i++) {
      String camera = "camera-" + i;
      List<CaptionRequestRecord> records = new ArrayList<>(Requests.random(camera, 7 + i, RECORDS));
      records.add(new Requests(camera, LAST_EPOCH).end(-1));
      rig.request(
          camera, records.subList((int) (from * records.size()), (int) (to * records.size())));
    }
  }

  private static boolean allEnded(List<Told> captions) {
    return captions.stream()
            .map(Told::caption)
            .filter(EventMarker.class::isInstance)
            .filter(marker -> marker.epoch() == LAST_EPOCH)
            .count()
        == CAMERAS;
  }

  /** What each camera's topics hold, in order, without what a replay may change. */
  private static Map<String, List<Told>> byCamera(BrokerRig rig) {
    List<Told> captions = rig.read(rig.topics.captions(), CaptioningRestartTest::allEnded);
    long told = captions.stream().filter(each -> !(each.caption() instanceof EventMarker)).count();
    List<Told> all = new ArrayList<>(captions);
    all.addAll(rig.read(rig.topics.attention(), read -> read.size() >= told));
    Map<String, List<Told>> byCamera = new LinkedHashMap<>();
    for (Told record : all) {
      byCamera
          .computeIfAbsent(record.key() + record.topic(), key -> new ArrayList<>())
          .add(record.timeless());
    }
    return byCamera;
  }

  private static TopologyRunner run(BrokerRig rig, Delivery delivery) throws Exception {
    return BrokerRig.run(
        rig.captioning(PACK, CaptioningRestartTest::captioner),
        rig.settings("captions", state(), delivery),
        TopologyListener.SILENT);
  }

  private static Map<String, List<Told>> uninterrupted() throws Exception {
    try (BrokerRig rig = new BrokerRig(node, "whole")) {
      request(rig, 0, 1);
      try (TopologyRunner runner = run(rig, Delivery.EXACTLY_ONCE)) {
        Map<String, List<Told>> told = byCamera(rig);
        assertThat(runner.state()).isEqualTo(KafkaStreams.State.RUNNING);
        return told;
      }
    }
  }

  @Test
  void shouldTellTheSameAfterAProcessThatDied() throws Exception {
    AtomicInteger sentencesLeft = new AtomicInteger(Integer.MAX_VALUE);
    HeardFault fault = new HeardFault();
    try (BrokerRig rig = new BrokerRig(node, "dead")) {
      request(rig, 0, 0.5);
      try (TopologyRunner first =
          new TopologyRunner(
              rig.settings("captions", state(), Delivery.EXACTLY_ONCE),
              rig.captioning(PACK, () -> new DyingCaptioner(sentencesLeft)),
              fault)) {
        first.start();
        assertThat(rig.read(rig.topics.captions(), told -> told.size() >= CAMERAS * RECORDS / 3))
            .isNotEmpty();
        sentencesLeft.set(40);
        request(rig, 0.5, 1);
        assertThat(fault.await()).hasMessageContaining("no memory left");
      }
      // The second one's folder is empty: what was told last comes from the changelog alone.
      try (TopologyRunner second = run(rig, Delivery.EXACTLY_ONCE)) {
        assertThat(byCamera(rig)).isEqualTo(expected);
        assertThat(second.state()).isEqualTo(KafkaStreams.State.RUNNING);
      }
    }
  }

  @Test
  void shouldTellTheSameAtLowLatencyAfterAMoveToAnotherMachine() throws Exception {
    try (BrokerRig rig = new BrokerRig(node, "moved")) {
      request(rig, 0, 0.5);
      TopologyRunner first = run(rig, Delivery.LOW_LATENCY);
      assertThat(rig.read(rig.topics.captions(), told -> told.size() >= CAMERAS * RECORDS / 3))
          .isNotEmpty();
      first.close();
      request(rig, 0.5, 1);
      try (TopologyRunner second = run(rig, Delivery.LOW_LATENCY)) {
        // Nobody was killed: even at least once says nothing twice.
        assertThat(byCamera(rig)).isEqualTo(expected);
        assertThat(second.state()).isEqualTo(KafkaStreams.State.RUNNING);
      }
    }
  }

  @Test
  void shouldTellEveryEventWhileTheCaptionerIsNotDoneWithItsFirstWindow() throws Exception {
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Map<String, List<FeatureRecord>> cameras = cameras();
    try (BrokerRig rig = new BrokerRig(node, "slow");
        TopologyRunner actions = rig.run(() -> new FakeModel(0), state(), Delivery.EXACTLY_ONCE);
        TopologyRunner captions =
            BrokerRig.run(
                rig.captioning(PACK, () -> new WaitingCaptioner(looking, release)),
                rig.settings("captions", state(), Delivery.EXACTLY_ONCE),
                TopologyListener.SILENT)) {
      try {
        for (Map.Entry<String, List<FeatureRecord>> camera : cameras.entrySet()) {
          rig.send(camera.getKey(), camera.getValue().subList(0, RECORDS));
        }
        assertThat(looking.await(60, TimeUnit.SECONDS)).isTrue();
        for (Map.Entry<String, List<FeatureRecord>> camera : cameras.entrySet()) {
          rig.send(camera.getKey(), camera.getValue().subList(RECORDS, camera.getValue().size()));
        }
        List<Told> told =
            rig.read(rig.topics.actions(), read -> count(read, "\"epoch\":1000", "\"end\"") > 3);
        assertThat(release.getCount()).as("the captioner still waits").isEqualTo(1);
        assertThat(byKey(told)).isEqualTo(expectedActions(cameras));
      } finally {
        release.countDown();
      }
      List<Told> told = rig.read(rig.topics.captions(), CaptioningRestartTest::allEnded);
      assertThat(byKey(told)).isEqualTo(expectedCaptions(cameras));
      assertThat(actions.state()).isEqualTo(KafkaStreams.State.RUNNING);
      assertThat(captions.state()).isEqualTo(KafkaStreams.State.RUNNING);
    }
  }

  /** Each camera's frames; the last record ends its last epoch. */
  private static Map<String, List<FeatureRecord>> cameras() {
    Map<String, List<FeatureRecord>> cameras = new LinkedHashMap<>();
    for (int i = 0; i < CAMERAS; i++) {
      // The first one's first event is in the first records.
      List<FeatureRecord> records =
          new ArrayList<>(new Stream(1).frames(30, 1, 0.9f).quiet(9).records());
      for (FeatureRecord record : RandomStream.of(50 + i, 150)) {
        if (record.position().epoch() > 1) {
          records.add(record);
        }
      }
      records.addAll(
          new Stream(LAST_EPOCH).frames(20, 1, 0.9f).quiet(9).marker(Marker.Kind.END).records());
      cameras.put("camera-" + i, records);
    }
    return cameras;
  }

  private static long count(List<Told> told, String epoch, String marker) {
    return told.stream()
        .map(Told::json)
        .filter(json -> json.contains(epoch) && json.contains("\"marker\":" + marker))
        .count();
  }

  private static Map<String, List<Told>> byKey(List<Told> told) {
    Map<String, List<Told>> byKey = new LinkedHashMap<>();
    for (Told record : told) {
      Told same = record.timeless();
      byKey
          .computeIfAbsent(record.key(), key -> new ArrayList<>())
          .add(new Told("", same.key(), same.json(), same.closedBy(), same.id()));
    }
    return byKey;
  }

  private static Map<String, List<Told>> expectedActions(Map<String, List<FeatureRecord>> cameras)
      throws Exception {
    try (TopologyRig rig = TopologyRig.captioned(TestPack.pack(), folder, BrokerRig.CAPTIONS)) {
      cameras.forEach(rig::send);
      return byKey(rig.actions());
    }
  }

  private static Map<String, List<Told>> expectedCaptions(Map<String, List<FeatureRecord>> cameras)
      throws Exception {
    try (TopologyRig rig = TopologyRig.captioned(TestPack.pack(), folder, BrokerRig.CAPTIONS);
        CaptioningRig captions = new CaptioningRig(PACK, folder)) {
      for (Map.Entry<String, List<FeatureRecord>> camera : cameras.entrySet()) {
        rig.send(camera.getKey(), camera.getValue());
        captions.send(camera.getKey(), rig.requestRecords());
      }
      List<Told> told = captions.captions();
      assertThat(told).hasSizeGreaterThan(3 * CAMERAS);
      return byKey(told);
    }
  }

  /** A captioner that hands its work to a fake. */
  private abstract static class Delegate implements Captioner {
    private final FakeCaptioner captioner = new FakeCaptioner(SPEC);

    @Override
    public Decoding decoding() {
      return captioner.decoding();
    }

    @Override
    public void look(List<Tensor> window) {
      captioner.look(window);
    }

    @Override
    public Caption say(long seed) {
      return captioner.say(seed);
    }

    @Override
    public void close() {
      captioner.close();
    }
  }

  /** Takes the whole client with it when its sentences are used up. */
  private static final class DyingCaptioner extends Delegate {
    private final AtomicInteger sentencesLeft;

    DyingCaptioner(AtomicInteger sentencesLeft) {
      this.sentencesLeft = sentencesLeft;
    }

    @Override
    public Caption say(long seed) {
      if (sentencesLeft.decrementAndGet() <= 0) {
        throw new OutOfMemoryError("no memory left");
      }
      return super.say(seed);
    }
  }

  /** Looks at its window until it is released. */
  private static final class WaitingCaptioner extends Delegate {
    private final CountDownLatch looking;
    private final CountDownLatch release;

    WaitingCaptioner(CountDownLatch looking, CountDownLatch release) {
      this.looking = looking;
      this.release = release;
    }

    @Override
    public void look(List<Tensor> window) {
      looking.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      super.look(window);
    }
  }
}
