package io.afterimage.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.Marker;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.KafkaNode;
import io.afterimage.topology.fixture.Looks;
import io.afterimage.topology.fixture.RandomStream;
import io.afterimage.topology.fixture.Stream;
import io.afterimage.topology.fixture.Told;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Five cameras whose streams have whatever a stream may have, and what is told of them: the same
 * whatever is done to those who tell it, and in whatever order cameras come.
 */
final class FiveCameras {
  static final int COUNT = 5;

  /** Of each, at least. */
  static final int RECORDS = 300;

  /** How much its model weighs what it remembers. */
  static final float WEIGHT = 0.4f;

  private FiveCameras() {}

  static MemoryModel model() {
    return new FakeModel(WEIGHT);
  }

  /** Each camera's records; the last one ends its epoch. */
  private static Map<String, List<FeatureRecord>> cameras() {
    Map<String, List<FeatureRecord>> cameras = new LinkedHashMap<>();
    for (int i = 0; i < COUNT; i++) {
      List<FeatureRecord> records = new ArrayList<>(RandomStream.of(77 + i, RECORDS));
      records.addAll(
          new Stream(1000).frames(20, 1, 0.9f).quiet(4).marker(Marker.Kind.END).records());
      cameras.put("camera-" + i, Looks.in("camera-" + i, records));
    }
    return cameras;
  }

  /** Sends a part of each, one camera after the other. */
  static void send(BrokerRig rig, double from, double to) throws Exception {
    for (Map.Entry<String, List<FeatureRecord>> camera : cameras().entrySet()) {
      List<FeatureRecord> records = camera.getValue();
      int first = (int) (from * records.size());
      rig.send(camera.getKey(), records.subList(first, (int) (to * records.size())));
    }
  }

  /** Sends all, as if written then. */
  static void send(BrokerRig rig, Instant at) throws Exception {
    for (Map.Entry<String, List<FeatureRecord>> camera : cameras().entrySet()) {
      rig.send(camera.getKey(), camera.getValue(), at);
    }
  }

  /** Sends a record of each camera, then the next one of each. */
  static void sendInTurns(BrokerRig rig) throws Exception {
    Map<String, List<FeatureRecord>> cameras = cameras();
    int longest = cameras.values().stream().mapToInt(List::size).max().orElseThrow();
    for (int i = 0; i < longest; i++) {
      for (Map.Entry<String, List<FeatureRecord>> camera : cameras.entrySet()) {
        if (i < camera.getValue().size()) {
          rig.send(camera.getKey(), camera.getValue().subList(i, i + 1));
        }
      }
    }
  }

  static void awaitPredictions(BrokerRig rig, int committed) {
    assertThat(rig.read(rig.topics.predictions(), told -> told.size() >= committed)).isNotEmpty();
  }

  /**
   * What each camera's topics hold when all has been told, in order, without what a replay may
   * change.
   */
  static Map<String, List<Told>> told(BrokerRig rig) {
    Map<String, List<Told>> told = new LinkedHashMap<>();
    List<Told> all = new ArrayList<>();
    all.addAll(rig.read(rig.topics.actions(), FiveCameras::allEnded));
    all.addAll(rig.read(rig.topics.attention(), FiveCameras::allEnded));
    all.addAll(rig.read(rig.topics.predictions(), FiveCameras::allEnded));
    all.addAll(rig.read(rig.topics.captionRequests(), FiveCameras::allAsked));
    for (Told record : all) {
      told.computeIfAbsent(record.key() + record.topic(), key -> new ArrayList<>())
          .add(record.timeless());
    }
    return told;
  }

  /** What a topology tells that takes all from beginning to end, a frame at a time. */
  static Map<String, List<Told>> undisturbed(KafkaNode node, Path state) throws Exception {
    try (BrokerRig rig = new BrokerRig(node, "whole")) {
      send(rig, 0, 1);
      try (TopologyRunner runner = rig.run(FiveCameras::model, state, Delivery.EXACTLY_ONCE)) {
        Map<String, List<Told>> told = told(rig);
        assertThat(runner.state()).isEqualTo(KafkaStreams.State.RUNNING);
        assertThat(told).hasSize(4 * COUNT);
        return told;
      }
    }
  }

  private static boolean allEnded(List<Told> told) {
    return told.stream()
            .filter(r -> r.json().contains("\"epoch\":1000") && r.json().contains("\"marker\""))
            .map(Told::key)
            .distinct()
            .count()
        == COUNT;
  }

  /** The end of each camera's last epoch follows its last request. */
  private static boolean allAsked(List<Told> told) {
    return told.stream()
            .map(Told::request)
            .filter(Marker.class::isInstance)
            .filter(marker -> marker.position().epoch() == 1000)
            .count()
        == COUNT;
  }
}
