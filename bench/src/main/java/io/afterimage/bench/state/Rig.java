package io.afterimage.bench.state;

import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.ConfigLoader;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.kafka.TopicAdmin;
import io.afterimage.bench.chaos.process.Cluster;
import io.afterimage.bench.chaos.process.Host;
import io.afterimage.bench.chaos.process.Journal;
import io.afterimage.bench.chaos.process.Launcher;
import io.afterimage.bench.chaos.process.Restarts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One broker in a process of its own, and a folder for all data. Used by one thread. */
final class Rig implements AutoCloseable {
  private final Restarts restarts = new Restarts(1);
  private final Host host;
  private final Cluster cluster;

  /**
   * Starts the broker.
   *
   * @param folder an empty one
   */
  Rig(Launcher launcher, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Journal journal = new Journal(folder.resolve("journal.jsonl"));
    host = Host.open(launcher, folder, restarts, journal);
    cluster = Cluster.start(host, 1, Optional.empty());
  }

  Host host() {
    return host;
  }

  Map<String, Object> client() {
    return cluster.client();
  }

  /** Writes a case's settings and makes its topics. */
  Path prepare(Case measured, String prefix, int metricsPort) throws IOException {
    Path file = host.folder().resolve(prefix + ".yaml");
    Files.writeString(file, measured.settings(prefix, cluster.inside(), metricsPort));
    AfterimageConfig config = new ConfigLoader(host.folder(), Map.of()).load(file, List.of());
    try (TopicAdmin admin = TopicAdmin.connect(KafkaAccess.of(config.kafka(), cluster.inside()))) {
      admin.prepare(config.topics());
    }
    return file;
  }

  @Override
  public void close() {
    restarts.close();
    cluster.close();
  }
}
