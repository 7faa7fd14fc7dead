package io.afterimage.app.config;

import io.afterimage.app.config.AfterimageConfig.Captions;
import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.Topics;
import io.afterimage.contract.letter.LetterWriter;
import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.SourceAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The ranges within which settings make sense. */
final class ConfigRules {
  private static final int MAX_PARTITIONS = 1000;
  private static final long MAX_CACHE = 16L << 30;
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");

  private final Problems problems;
  private final Map<String, Setting> given;

  /**
   * @param problems where breaches are told
   * @param given who set what, for the messages
   */
  ConfigRules(Problems problems, Map<String, Setting> given) {
    this.problems = problems;
    this.given = given;
  }

  void check(AfterimageConfig config) {
    topics(config.topics());
    config.cameras().forEach(this::camera);
    between("broker.port", config.broker().port(), 0, 65_535);
    between("metrics.port", config.metrics().port(), 0, 65_535);
    between("ingest.credit_frames", config.ingest().creditFrames(), 1, 100_000);
    between("ingest.credit_features", config.ingest().creditFeatures(), 1, 100_000);
    between("inference.workers", config.inference().workers(), 0, 256);
    between("inference.max_batch", config.inference().maxBatch(), 1, 256);
    between("topology.threads", config.topology().threads(), 0, 1024);
    DataSize cache = config.topology().cache();
    if (cache != null && cache.bytes() > MAX_CACHE) {
      tell("topology.cache", "must be at most 16GiB");
    }
    between("topology.standbys", config.topology().standbys(), 0, 16);
    between("topology.quarantine_after", config.topology().quarantineAfter(), 0, 1_000_000);
    between("topology.query_port", config.topology().queryPort(), -1, 65_535);
    queries(config.topology());
    between("captions.threads", config.captions().threads(), 1, 64);
    captions(config.captions().packs());
    positive("kafka.connect_timeout", config.kafka().connectTimeout());
    positive("ingest.idle_after", config.ingest().idleAfter());
    if (config.deadLetters().maxPayload().bytes() > LetterWriter.MOST_PAYLOAD) {
      tell("dead_letters.max_payload", "must lie between 0 and 512KiB");
    }
    if (config.pack().isEmpty() || config.pack().stream().anyMatch(String::isBlank)) {
      tell("pack", "must name a pack");
    }
  }

  private void camera(String id, String address) {
    String key = AfterimageConfig.CAMERAS + id;
    accepted(key, () -> new CameraId(id));
    accepted(key, () -> SourceAddress.parse(address));
  }

  private void topics(AfterimageConfig.TopicSettings topics) {
    accepted("topics.prefix", () -> new Topics(topics.prefix()));
    between("topics.partitions", topics.partitions(), 0, MAX_PARTITIONS);
    between("topics.replication", topics.replication(), 1, 16);
    if (topics.maxRecord().bytes() < 1 << 16 || topics.maxRecord().bytes() > 1 << 29) {
      tell("topics.max_record", "must lie between 64KiB and 512MiB");
    }
    if (topics.frames().keepBytes().bytes() < topics.maxRecord().bytes()) {
      tell("topics.frames.keep_bytes", "must be at least topics.max_record");
    }
  }

  /** Whoever reaches another address than this machine's own must know the token. */
  private void queries(AfterimageConfig.Topology topology) {
    if (topology.queryHost().isBlank()) {
      tell("topology.query_host", "must be an address of this machine");
    } else if (topology.queryPort() != AfterimageConfig.Topology.NO_QUERIES
        && topology.queryToken() == null
        && !LOOPBACK.matcher(topology.queryHost()).matches()) {
      tell(
          "topology.query_host",
          "is '%s', which other machines may reach: set topology.query_token too, or topology.query_port to -1"
              .formatted(topology.queryHost()));
    }
  }

  private void captions(List<String> packs) {
    boolean word = packs.contains(Captions.AUTO) || packs.contains(Captions.NONE);
    if (packs.isEmpty() || (word && packs.size() > 1)) {
      tell("captions.packs", "must be 'auto', 'none', or the ids of caption packs");
    }
  }

  private void between(String key, int value, int least, int most) {
    if (value < least || value > most) {
      tell(key, "must be a number from %d to %d, not %d".formatted(least, most, value));
    }
  }

  private void positive(String key, Duration value) {
    if (value.isZero()) {
      tell(key, "must be longer than 0");
    }
  }

  private void accepted(String key, Runnable check) {
    try {
      check.run();
    } catch (ContractException | IngestException e) {
      tell(key, "is refused: " + e.getMessage());
    }
  }

  private void tell(String key, String sentence) {
    Setting setting = given.get(key);
    problems.add(setting == null ? "defaults" : setting.origin(), key + " " + sentence);
  }
}
