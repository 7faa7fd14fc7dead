package io.afterimage.peers.flink;

import io.afterimage.contract.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The job: features to keyed state to predictions and events, on a cluster inside this process. */
@Command(
    name = "flink-peer",
    mixinStandardHelpOptions = true,
    description = "Reads features, keeps one memory per camera, writes predictions and events.")
public final class FlinkPeer implements Callable<Integer> {
  private static final Duration CHECKPOINT_EACH = Duration.ofSeconds(1);

  @Option(names = "--kafka", required = true, description = "The broker, host:port.")
  private String bootstrap = "";

  @Option(names = "--prefix", required = true, description = "What the topics' names start with.")
  private String prefix = "";

  @Option(names = "--pack", required = true, description = "The model pack's folder.")
  private Path pack = Path.of("");

  @Option(names = "--guarantee", description = "${COMPLETION-CANDIDATES}")
  private DeliveryGuarantee guarantee = DeliveryGuarantee.AT_LEAST_ONCE;

  @Option(names = "--state", description = "heap or rocksdb.")
  private String state = "heap";

  @Option(names = "--linger-ms", description = "How long a record waits for others.")
  private int lingerMs = 2;

  @Option(names = "--checkpoints", required = true, description = "Their folder.")
  private Path checkpoints = Path.of("");

  private FlinkPeer() {}

  /** Runs the job until the process is stopped. */
  public static void main(String[] args) {
    CommandLine line = new CommandLine(new FlinkPeer());
    line.registerConverter(
        DeliveryGuarantee.class,
        text -> DeliveryGuarantee.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_')));
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Topics topics = new Topics(prefix);
    int cores = Runtime.getRuntime().availableProcessors();
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(cores, configuration());
    // Records are handed on at once rather than every 100 ms, and without copies.
    environment.setBufferTimeout(0);
    environment.getConfig().enableObjectReuse();
    environment
        .fromSource(source(topics), WatermarkStrategy.noWatermarks(), "features")
        .keyBy(row -> row.camera)
        .process(new Reasoning(PeerPack.read(pack), topics))
        .name("memory")
        .sinkTo(sink(topics))
        .name("told");
    environment.execute("peer");
    return 0;
  }

  private Configuration configuration() throws IOException {
    Files.createDirectories(checkpoints);
    Configuration all = new Configuration();
    all.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_EACH);
    all.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
        guarantee == DeliveryGuarantee.EXACTLY_ONCE
            ? CheckpointingMode.EXACTLY_ONCE
            : CheckpointingMode.AT_LEAST_ONCE);
    all.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    all.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    all.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    all.set(StateBackendOptions.STATE_BACKEND, state.equals("heap") ? "hashmap" : state);
    all.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, state.equals("rocksdb"));
    newest().ifPresent(path -> all.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
    return all;
  }

  /** The newest complete checkpoint of an earlier start. */
  private Optional<String> newest() throws IOException {
    try (Stream<Path> files = Files.walk(checkpoints, 3)) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .max(Comparator.comparing(FlinkPeer::written))
          .map(file -> file.resolveSibling(".").normalize().toUri().toString());
    }
  }

  private static FileTime written(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be looked at", e);
    }
  }

  @SuppressWarnings("deprecation") // Flink's own interface asks for it.
  private KafkaSource<FeatureRow> source(Topics topics) {
    return KafkaSource.<FeatureRow>builder()
        .setBootstrapServers(bootstrap)
        .setGroupId(prefix + "-flink")
        .setTopics(topics.features())
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setDeserializer(new FeatureRows())
        .build();
  }

  private KafkaSink<ToldRow> sink(Topics topics) {
    Properties client = new Properties();
    client.put("linger.ms", String.valueOf(lingerMs));
    client.put("compression.type", "lz4");
    // Not longer than the broker allows, and longer than a restart takes.
    client.put("transaction.timeout.ms", "60000");
    KafkaSinkBuilder<ToldRow> sink =
        KafkaSink.<ToldRow>builder()
            .setBootstrapServers(bootstrap)
            .setKafkaProducerConfig(client)
            .setDeliveryGuarantee(guarantee)
            .setRecordSerializer(new ToldRows(topics.predictions(), topics.actions()));
    if (guarantee == DeliveryGuarantee.EXACTLY_ONCE) {
      sink.setTransactionalIdPrefix(prefix + "-flink");
      // What a killed job left open is listed and aborted, not guessed from names that count up.
      sink.setTransactionNamingStrategy(TransactionNamingStrategy.POOLING);
    }
    return sink.build();
  }
}
