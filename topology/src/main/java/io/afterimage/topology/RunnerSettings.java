package io.afterimage.topology;

import io.afterimage.contract.instance.InstanceAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * How the topology runs. Immutable.
 *
 * @param applicationId the consumer group and the prefix of internal topics: {@code
 *     PREFIX-topology}; each caption pack's stage has one of its own
 * @param stateDir folder for local state; one process at a time
 * @param threads stream threads, at least 1; more than the topic that is read has partitions are
 *     idle
 * @param delivery how surely an event is told once
 * @param standbyReplicas how many other instances keep a warm copy of each memory; 0 restores from
 *     the changelog
 * @param replicationFactor of internal topics; -1 takes the brokers' default
 * @param kafka bootstrap servers and security, as every Kafka client reads them, and whatever of
 *     Kafka Streams' own settings is to be other than here
 */
public record RunnerSettings(
    String applicationId,
    Path stateDir,
    int threads,
    Delivery delivery,
    int standbyReplicas,
    int replicationFactor,
    Map<String, Object> kafka) {
  /**
   * @throws TopologyException {@link TopologyException.Code#BAD_SETTING} if a number is out of
   *     range
   */
  public RunnerSettings {
    kafka = Map.copyOf(kafka);
    if (threads < 1 || standbyReplicas < 0 || replicationFactor < -1 || replicationFactor == 0) {
      throw new TopologyException(
          TopologyException.Code.BAD_SETTING,
          "threads must be at least 1 (not %d), standby replicas at least 0 (not %d), replication factor at least 1 or -1 (not %d)"
              .formatted(threads, standbyReplicas, replicationFactor));
    }
  }

  /** One thread, exactly once, no standby, the brokers' replication factor. */
  public static RunnerSettings of(String applicationId, Path stateDir, Map<String, Object> kafka) {
    return new RunnerSettings(applicationId, stateDir, 1, Delivery.EXACTLY_ONCE, 0, -1, kafka);
  }

  /** The same for an instance that answers there, which the others of the application are told. */
  public RunnerSettings answeringAt(InstanceAddress address) {
    return with(StreamsConfig.APPLICATION_SERVER_CONFIG, address.toString());
  }

  /** The same with so many bytes of the stores' writes held back until the commit. */
  public RunnerSettings caching(long bytes) {
    return with(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, bytes);
  }

  private RunnerSettings with(String key, Object value) {
    Map<String, Object> all = new HashMap<>(kafka);
    all.put(key, value);
    return new RunnerSettings(
        applicationId, stateDir, threads, delivery, standbyReplicas, replicationFactor, all);
  }

  /** Where this instance answers; null: nowhere. */
  @Nullable String address() {
    Object address = kafka.get(StreamsConfig.APPLICATION_SERVER_CONFIG);
    return address == null ? null : address.toString();
  }
}
