package io.afterimage.app.run;

import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.DataSize;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.inference.runtime.RuntimeSettings;
import io.afterimage.inference.stage.EncodingSettings;
import io.afterimage.ingest.CreditSettings;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.IngestSettings;
import io.afterimage.topology.RunnerSettings;
import io.afterimage.topology.TopologySettings;
import io.afterimage.topology.window.LiveRules;
import java.nio.file.Path;
import java.util.List;

/**
 * Each role's settings, from those of the process. Immutable.
 *
 * @param config the process's settings
 * @param kafka how to reach the brokers
 * @param packs the packs that all roles serve
 */
public record RoleSettings(AfterimageConfig config, KafkaAccess kafka, PackChoice packs) {
  IngestSettings ingest() {
    return ingest(config.ingest().encoding());
  }

  /** Of ingest that passes its frames in memory: no codec, unless one is asked for. */
  IngestSettings edge() {
    EncodingChoice encoding = config.ingest().encoding();
    return ingest(encoding == EncodingChoice.AUTO ? EncodingChoice.RAW : encoding);
  }

  private IngestSettings ingest(EncodingChoice encoding) {
    AfterimageConfig.Ingest ingest = config.ingest();
    Manifest manifest = packs.pack().manifest();
    return new IngestSettings(
        config.topics().names(),
        manifest.input(),
        manifest.rateFps(),
        ingest.loopFilter(),
        encoding,
        ingest.realtime(),
        ingest.previews(),
        ingest.idleAfter(),
        new CreditSettings(
            inferenceGroup(), topologyGroup(), ingest.creditFrames(), ingest.creditFeatures()),
        kafka.properties());
  }

  RuntimeSettings runtime() {
    return runtime(config);
  }

  static RuntimeSettings runtime(AfterimageConfig config) {
    AfterimageConfig.Inference inference = config.inference();
    return new RuntimeSettings(
        inference.provider(),
        inference.fallback(),
        cores(inference.workers()),
        inference.maxBatch());
  }

  EncodingSettings encoding() {
    AfterimageConfig.Inference inference = config.inference();
    return new EncodingSettings(
        config.topics().names(),
        inferenceGroup(),
        inference.ageLimit(),
        inference.maxBatch(),
        inference.batchWait(),
        cores(inference.workers()),
        letterPayload(),
        kafka.properties());
  }

  /**
   * Of the memories.
   *
   * @param captions the caption packs whose windows are kept
   */
  TopologySettings topology(List<LivePack> captions) {
    return new TopologySettings(
        config.topics().names(),
        config.events().predictions(),
        config.topology().closeAfterSilence(),
        config.topology().forgetAfter(),
        config.topology().quarantineAfter(),
        captions.stream().map(LiveRules::of).toList(),
        letterPayload());
  }

  /** How much of a record's value its dead letter keeps, bytes. */
  int letterPayload() {
    return Math.toIntExact(config.deadLetters().maxPayload().bytes());
  }

  /** Of the memory's streams. */
  RunnerSettings memories(Path stateDir) {
    return streams(topologyGroup(), stateDir, cores(config.topology().threads()));
  }

  /** Of a caption pack's streams. */
  RunnerSettings captions(String pack, Path stateDir) {
    return streams(captioningGroup(pack), stateDir, config.captions().threads());
  }

  private RunnerSettings streams(String group, Path stateDir, int threads) {
    AfterimageConfig.Topology topology = config.topology();
    RunnerSettings settings =
        new RunnerSettings(
            group,
            stateDir,
            threads,
            topology.delivery(),
            topology.standbys(),
            config.topics().replication(),
            kafka.properties());
    DataSize cache = topology.cache();
    return cache == null ? settings : settings.caching(cache.bytes());
  }

  /** The group whose committed offsets in {@code frames} tell how far encoding is. */
  public String inferenceGroup() {
    return config.topics().prefix() + "-inference";
  }

  /** The group whose committed offsets in {@code features} tell how far the memories are. */
  public String topologyGroup() {
    return config.topics().prefix() + "-topology";
  }

  /**
   * The group whose committed offsets in {@code caption-requests} tell how far a caption pack is.
   *
   * @param pack its id
   */
  public String captioningGroup(String pack) {
    return config.topics().prefix() + "-captioning-" + pack;
  }

  private static int cores(int asked) {
    return asked > 0 ? asked : Runtime.getRuntime().availableProcessors();
  }
}
