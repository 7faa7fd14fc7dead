package io.afterimage.topology;

import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.caption.CaptionRequestCodec;
import io.afterimage.contract.caption.CaptionRequestRecord;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.letter.LetterWriter;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.MemoryModel;
import io.afterimage.topology.fixture.FakeModel;
import io.afterimage.topology.fixture.Told;
import io.afterimage.topology.stage.MemoryStage;
import io.afterimage.topology.window.CaptionRules;
import io.afterimage.topology.window.LiveRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The whole topology on a driver without brokers. */
final class TopologyRig extends DriverRig {
  static final Duration SILENCE = Duration.ofSeconds(20);
  static final Duration FORGET = Duration.ofHours(2);

  TopologyRig(Pack pack, Supplier<MemoryModel> models, Path below) throws IOException {
    this(pack, models, below, true);
  }

  TopologyRig(Pack pack, Supplier<MemoryModel> models, Path below, boolean predictions)
      throws IOException {
    this(pack, models, below, new TopologySettings(TOPICS, predictions, SILENCE));
  }

  /** A rig of packs that may be replaced. */
  TopologyRig(Path below, LivePack... packs) throws IOException {
    super(
        below,
        (meters, clock) ->
            new AfterimageTopology(
                new TopologySettings(TOPICS, true, SILENCE), List.of(packs), meters, clock));
  }

  /** A rig without predictions, of packs that may be replaced. */
  static TopologyRig captioned(Path below, LivePack actions, LivePack captions) throws IOException {
    TopologySettings settings =
        new TopologySettings(
            TOPICS,
            false,
            SILENCE,
            TopologySettings.DEFAULT_FORGET,
            TopologySettings.DEFAULT_QUARANTINE,
            List.of(LiveRules.of(captions)),
            LetterWriter.DEFAULT_PAYLOAD);
    return new TopologyRig(below, settings, actions);
  }

  private TopologyRig(Path below, TopologySettings does, LivePack pack) throws IOException {
    super(below, (meters, clock) -> new AfterimageTopology(does, List.of(pack), meters, clock));
  }

  /** A rig without predictions and with captions. */
  static TopologyRig captioned(Pack pack, Path below, CaptionRules... captions) throws IOException {
    TopologySettings settings = new TopologySettings(TOPICS, false, SILENCE);
    return new TopologyRig(
        pack, () -> new FakeModel(0), below, settings.withCaptions(List.of(captions)));
  }

  private TopologyRig(Pack pack, Supplier<MemoryModel> models, Path below, TopologySettings does)
      throws IOException {
    super(
        below,
        (meters, clock) ->
            new AfterimageTopology(does.forgettingAfter(FORGET), pack, models, meters, clock));
  }

  TopologyRig send(String camera, List<? extends FeatureRecord> records) {
    records.forEach(record -> send(camera, record));
    return this;
  }

  TopologyRig send(String camera, FeatureRecord record) {
    return sendRaw(camera, FeatureCodec.write(record));
  }

  TopologyRig sendRaw(@Nullable String camera, byte @Nullable [] value) {
    pipe(TOPICS.features(), camera, value);
    return this;
  }

  /** Asks for words about a camera. */
  TopologyRig ask(@Nullable String camera, @Nullable String json) {
    byte[] value = json == null ? null : json.getBytes(StandardCharsets.UTF_8);
    pipe(TOPICS.captionAsks(), camera, value);
    return this;
  }

  /** Tells the stages what to do with a camera. */
  TopologyRig command(@Nullable String camera, @Nullable String json) {
    byte[] value = json == null ? null : json.getBytes(StandardCharsets.UTF_8);
    pipe(TOPICS.commands(), camera, value);
    return this;
  }

  /** What was sent to the actions since the last call. */
  List<Told> actions() {
    return read(TOPICS.actions());
  }

  List<Told> predictions() {
    return read(TOPICS.predictions());
  }

  /** The actions since the last call in short. */
  List<String> brief() {
    return actions().stream().map(Told::brief).toList();
  }

  /** What was sent to the attention since the last call. */
  List<Told> attention() {
    return read(TOPICS.attention());
  }

  /** All events for people since the last call, without what a replay may change. */
  List<Told> all() {
    List<Told> all = new ArrayList<>(actions());
    all.addAll(predictions());
    all.addAll(attention());
    return all.stream().map(Told::timeless).toList();
  }

  KeyValueStore<String, byte[]> store() {
    return store(MemoryStage.STORE);
  }

  /** A copy of the memories. */
  Map<String, byte[]> stored() {
    return stored(MemoryStage.STORE);
  }

  /** The caption requests and markers since the last call. */
  List<CaptionRequestRecord> requestRecords() {
    return written(TOPICS.captionRequests()).stream()
        .map(record -> CaptionRequestCodec.read(record.value()))
        .toList();
  }

  /** The caption requests since the last call. */
  List<CaptionRequest> requests() {
    return requestRecords().stream()
        .filter(CaptionRequest.class::isInstance)
        .map(CaptionRequest.class::cast)
        .toList();
  }
}
