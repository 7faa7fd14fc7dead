package io.afterimage.app.run;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.kafka.TopicAdmin;
import io.afterimage.app.live.Part;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.app.view.SourceProgress;
import io.afterimage.ingest.Ingest;
import io.afterimage.ingest.IngestListener;
import io.afterimage.ingest.SourceSpec;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Plays one role against a cluster until it is asked to stop. One use for each object. */
public final class Role {
  private final Shell shell;
  private final AfterimageConfig config;
  private final KafkaAccess kafka;
  private final RoleSettings settings;
  private final MeterRegistry meters;
  private final AtomicBoolean ready;

  /**
   * Nothing starts yet.
   *
   * @param shell where to show notes
   * @param config the settings
   * @param packs the packs that the role serves
   * @param meters where it counts
   * @param ready set while the role works
   * @throws AppException {@link Code#CONFIG} if no cluster is named
   */
  public Role(
      Shell shell,
      AfterimageConfig config,
      PackChoice packs,
      MeterRegistry meters,
      AtomicBoolean ready) {
    String bootstrap = config.kafka().bootstrap();
    if (bootstrap == null) {
      throw new AppException(
          Code.CONFIG,
          "a role by itself needs a cluster: name it with --kafka HOST:PORT, or use 'afterimage run' for all roles and a broker in one process");
    }
    this.shell = shell;
    this.config = config;
    this.meters = meters;
    this.ready = ready;
    kafka = KafkaAccess.of(config.kafka(), bootstrap);
    settings = new RoleSettings(config, kafka, packs);
  }

  /**
   * Reads cameras; ends when every source has ended.
   *
   * @throws InterruptedException if the thread is asked to stop
   */
  public ExitCode ingest(List<SourceSpec> sources) throws InterruptedException {
    return read(roles(), "reading", sources, Roles::startIngest);
  }

  /**
   * Reads cameras and encodes their frames; ends when every source has ended.
   *
   * @throws io.afterimage.inference.InferenceException if the pack's graphs cannot be run
   * @throws InterruptedException if the thread is asked to stop
   */
  public ExitCode edge(List<SourceSpec> sources) throws InterruptedException {
    return read(roles(Part.INFERENCE), "reading and encoding", sources, Role::startEdge);
  }

  private static Ingest startEdge(Roles roles, List<SourceSpec> sources, IngestListener listener) {
    Ingest ingest = roles.startEdge(sources, listener);
    roles.watchPacks();
    return ingest;
  }

  /** Starts to read sources. */
  private interface Read {
    Ingest in(Roles roles, List<SourceSpec> sources, IngestListener listener);
  }

  private ExitCode read(Roles parts, String what, List<SourceSpec> sources, Read start)
      throws InterruptedException {
    try (Shutdown shutdown = new Shutdown();
        SourceProgress progress = new SourceProgress(shell);
        Roles roles = parts) {
      prepareTopics();
      SourceLog log = new SourceLog(new RunEpochs(Set.of()), progress);
      Ingest ingest = start.in(roles, sources, log);
      shell.err().println("%s %d sources; Ctrl-C stops".formatted(what, sources.size()));
      ready.set(true);
      awaitAny(shutdown.asked(), ingest.end());
      shell.err().println("%d frames sampled".formatted(log.frames()));
      return log.failures() > 0 ? ExitCode.SOURCE_FAILED : ExitCode.OK;
    }
  }

  /** Encodes frames. */
  public ExitCode inference() {
    try (Shutdown shutdown = new Shutdown();
        Roles roles = roles(Part.INFERENCE)) {
      prepareTopics();
      roles.startInference();
      roles.watchPacks();
      shell.err().println("encoding frames; Ctrl-C stops");
      ready.set(true);
      awaitAny(shutdown.asked(), roles.fault());
      return ExitCode.OK;
    }
  }

  /**
   * Keeps memories and publishes events.
   *
   * @throws InterruptedException if the thread is asked to stop
   */
  public ExitCode topology() throws InterruptedException {
    return streams(Part.TOPOLOGY, "keeping memories", Roles::startTopology);
  }

  /**
   * Puts windows of frames into words.
   *
   * @throws AppException {@link Code#PACK} if there is no caption pack
   * @throws InterruptedException if the thread is asked to stop
   */
  public ExitCode captioning() throws InterruptedException {
    if (settings.packs().captions().isEmpty()) {
      throw new AppException(
          Code.PACK,
          "no caption pack shares the encoder of pack '%s': name one with --captions"
              .formatted(settings.packs().pack().manifest().id()));
    }
    return streams(Part.CAPTIONING, "putting what happens into words", Roles::startCaptioning);
  }

  /** Starts a role that keeps its state in a folder. */
  private interface Start {
    void in(Roles roles, Path stateDir) throws InterruptedException;
  }

  private ExitCode streams(Part part, String what, Start start) throws InterruptedException {
    try (Shutdown shutdown = new Shutdown();
        DataFolder data =
            DataFolder.open(
                DataFolder.chosen(config.data(), shell.environment()),
                config.broker().minFree().bytes());
        Roles roles = roles(part)) {
      prepareTopics();
      start.in(roles, data.streams());
      roles.watchPacks();
      shell.err().println(what + "; Ctrl-C stops");
      ready.set(true);
      awaitAny(shutdown.asked(), roles.fault());
      return ExitCode.OK;
    }
  }

  private Roles roles(Part... parts) {
    return new Roles(settings, Set.of(parts), meters, shell.err()::println);
  }

  private void prepareTopics() {
    try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
      admin.prepare(config.topics());
    }
  }

  /** Waits for the first; a fault among them is thrown. */
  private void awaitAny(CompletableFuture<?>... ends) {
    try {
      if (CompletableFuture.anyOf(ends).join() instanceof RuntimeException fault) {
        throw fault;
      }
    } finally {
      ready.set(false);
    }
  }
}
