package io.afterimage.topology;

import static org.apache.kafka.streams.StreamsConfig.consumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.mainConsumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.producerPrefix;
import static org.apache.kafka.streams.StreamsConfig.restoreConsumerPrefix;

import io.afterimage.topology.ahead.PollWatch;
import io.afterimage.topology.deadletter.DeadLetterHandler;
import io.afterimage.topology.deadletter.DeadLetters;
import io.afterimage.topology.deadletter.FailureHandler;
import io.afterimage.topology.deadletter.UnsendableHandler;
import io.afterimage.topology.delivery.CommitPace;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Kafka Streams' settings, each with its reason. */
final class StreamsSettings {
  /** With so many copies of a partition, two of them can be asked for. */
  private static final int SAFE_COPIES = 3;

  /** Of all threads together: the memories and open windows of some thousand cameras. */
  private static final long CACHE_BYTES = 16L << 20;

  private StreamsSettings() {}

  static Properties of(RunnerSettings settings, StreamsApplication application) {
    Properties config = new Properties();
    state(config);
    pace(config, application.recordsAtOnce());
    // What is told on purpose wins over these defaults, not over what the topology relies on.
    config.putAll(settings.kafka());
    watchPolls(config);
    commits(config, settings);
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
    config.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
    config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicationFactor());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    if (settings.replicationFactor() >= SAFE_COPIES) {
      // What one broker alone has acknowledged is gone with that broker.
      config.put(StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG), 2);
    }
    names(config);
    poison(config, application);
    return config;
  }

  /** What is named by hand keeps its name, and so its state, when the topology grows. */
  private static void names(Properties config) {
    config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    config.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.NO_OPTIMIZATION);
  }

  private static void poison(Properties config, StreamsApplication application) {
    config.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FailureHandler.class);
    config.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, UnsendableHandler.class);
    config.put(DeadLetters.CONFIG, application.deadLetters());
  }

  private static void state(Properties config) {
    // Holds writes back until the commit, and of several of one camera writes the last:
    // docs/guarantees.md says what that saves.
    config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    // The defaults are made for gigabytes; a memory is a kilobyte or two a camera.
    config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, MemoryRocksDb.class);
  }

  /** Beside the interceptors that are told. */
  private static void watchPolls(Properties config) {
    String name = ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG;
    String own = PollWatch.class.getName();
    String all =
        Stream.of(mainConsumerPrefix(name), consumerPrefix(name), name)
            .map(config::get)
            .filter(Objects::nonNull)
            .findFirst()
            .map(told -> told + "," + own)
            .orElse(own);
    config.put(mainConsumerPrefix(name), all);
  }

  /**
   * Commits come at Kafka Streams' interval; under exactly once, where an event is seen with its
   * commit, what is new asks for one sooner. At low latency nobody waits for commits but file
   * readers, which get their credits back with them, and captions. An interval that is told on
   * purpose is that of all commits.
   */
  private static void commits(Properties config, RunnerSettings settings) {
    if (settings.kafka().containsKey(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)) {
      return;
    }
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1000);
    if (settings.delivery() == Delivery.EXACTLY_ONCE) {
      config.put(CommitPace.CONFIG, Duration.ofMillis(100));
    }
  }

  private static void pace(Properties config, int recordsAtOnce) {
    // Nobody sees what is in a transaction before its end, which waits for no lingering.
    config.put(producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 50);
    // A backlog fills batches of the default size with a handful of memories: each is a request.
    config.put(producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 << 10);
    // JSON and changelog shrink; lz4 costs next to nothing.
    config.put(producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    // Many partitions' changelogs are read one after the other; a question about the next one waits
    // behind a fetch of the last that has nothing to give.
    config.put(restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 50);
    // A poll's records are done before the next one.
    config.put(mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), recordsAtOnce);
    // Two polls of a partition; more would only wait here rather than in the log.
    config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 2 * recordsAtOnce);
    // Cameras of a dead instance move after 10 s rather than 45.
    config.put(mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
    config.put(mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 3_000);
  }
}
