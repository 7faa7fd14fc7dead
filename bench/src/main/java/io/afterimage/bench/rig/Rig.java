package io.afterimage.bench.rig;

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
public final class Rig implements AutoCloseable {
  private final Restarts restarts = new Restarts(1);
  private final Host host;
  private final Cluster cluster;

  /**
   * Starts the broker.
   *
   * @param launcher starts JVMs
   * @param folder an empty one
   * @throws IOException if it cannot be written
   * @throws InterruptedException if the thread is asked to stop
   */
  public Rig(Launcher launcher, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Journal journal = new Journal(folder.resolve("journal.jsonl"));
    host = Host.open(launcher, folder, restarts, journal);
    cluster = Cluster.start(host, 1, Optional.empty());
  }

  /** Where its processes run. */
  public Host host() {
    return host;
  }

  /** The settings of a client. */
  public Map<String, Object> client() {
    return cluster.client();
  }

  /**
   * Writes a case's settings, in a file that is called as its topics' prefix, and makes its topics.
   *
   * @param prefix of the topics
   * @param metricsPort where a role with these settings answers; 0: nowhere in particular
   * @return the settings' file
   * @throws IOException if it cannot be written
   */
  public Path prepare(Case measured, String prefix, int metricsPort) throws IOException {
    return prepare(measured, prefix, prefix, metricsPort);
  }

  /** As above, in a file of another name, for one of several roles with the same topics. */
  Path prepare(Case measured, String prefix, String name, int metricsPort) throws IOException {
    Path file = host.folder().resolve(name + ".yaml");
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
