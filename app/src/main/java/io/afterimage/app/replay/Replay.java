package io.afterimage.app.replay;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.Setting;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.app.replay.diff.ReplayReport;
import io.afterimage.app.run.Shutdown;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Runs a pack again over what is kept of frames or features, on a cluster or on the embedded broker
 * of a data folder, and compares what it tells with what was told live. One use for each object.
 */
public final class Replay {
  /** Nothing that is to be replayed may go because the broker has come back late. */
  private static final Duration KEEP_ALL = Duration.ofDays(1);

  private final Shell shell;
  private final AfterimageConfig live;
  private final Function<List<Setting>, AfterimageConfig> settings;
  private final PackChoice packs;
  private final ReplayPlan plan;
  private final MeterRegistry meters;
  private final AtomicBoolean ready;

  /**
   * Nothing starts before {@link #call}.
   *
   * @param shell where to show notes
   * @param settings the settings in force with others over them
   * @param packs the packs to replay with
   * @param plan what to do
   * @param meters where the roles count
   * @param ready set while all roles work
   */
  public Replay(
      Shell shell,
      Function<List<Setting>, AfterimageConfig> settings,
      PackChoice packs,
      ReplayPlan plan,
      MeterRegistry meters,
      AtomicBoolean ready) {
    this.shell = shell;
    this.live = settings.apply(List.of());
    this.settings = settings;
    this.packs = packs;
    this.plan = plan;
    this.meters = meters;
    this.ready = ready;
  }

  /**
   * Runs to the end. A replay that does not come to its end leaves nothing behind.
   *
   * @throws AppException if something outside keeps it from starting or going on
   * @throws InterruptedException if it is asked to stop
   */
  public ReplayReport call() throws InterruptedException {
    Path folder = DataFolder.chosen(live.data(), shell.environment());
    try (Shutdown shutdown = new Shutdown()) {
      String cluster = live.kafka().bootstrap();
      if (cluster == null) {
        cluster = DataFolder.runningBroker(folder).orElse(null);
      }
      if (cluster != null) {
        return on(cluster, settings, folder, List.of(shutdown.asked()));
      }
      requireRecording(folder);
      try (DataFolder data = DataFolder.open(folder, live.broker().minFree().bytes());
          EmbeddedBroker broker = EmbeddedBroker.start(data, live.broker().port(), KEEP_ALL)) {
        return on(
            broker.bootstrap(),
            over -> settings.apply(over).embedded(),
            folder,
            List.of(shutdown.asked(), broker.death()));
      }
    }
  }

  private ReplayReport on(
      String bootstrap,
      Function<List<Setting>, AfterimageConfig> configs,
      Path folder,
      List<CompletableFuture<?>> ends)
      throws InterruptedException {
    KafkaAccess kafka = KafkaAccess.of(live.kafka(), bootstrap);
    try (ReplayState state =
            ReplayState.open(folder, plan.name(), live.broker().minFree().bytes());
        ReplayRun run = new ReplayRun(shell, live, kafka, packs, plan, ends)) {
      return run.call(configs, state.streams(), meters, ready);
    }
  }

  private static void requireRecording(Path folder) {
    if (!Files.isDirectory(folder.resolve("broker"))) {
      throw new AppException(
          Code.CONFIG,
          "nothing was recorded in %s: name the data folder of a run with --data, or a cluster with --kafka"
              .formatted(folder));
    }
  }
}
