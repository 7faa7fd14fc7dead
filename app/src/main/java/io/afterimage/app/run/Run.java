package io.afterimage.app.run;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.broker.EmbeddedBroker;
import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.FramePath;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.kafka.TopicAdmin;
import io.afterimage.app.live.LivePacks;
import io.afterimage.app.live.PacksOpening;
import io.afterimage.app.live.Part;
import io.afterimage.app.view.SourceProgress;
import io.afterimage.contract.Topics;
import io.afterimage.ingest.Ingest;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Watches sources with all roles in one process, from the first frame until the last event is out,
 * on a cluster or on an embedded broker. One run for each object.
 */
public final class Run {
  private static final Duration ACCURACY_EVERY = Duration.ofSeconds(10);
  private static final int TICK_MS = 100;

  private final Shell shell;
  private final RunPlan plan;
  private final AfterimageConfig config;
  private final MeterRegistry meters;
  private final AtomicBoolean ready;
  private final Consumer<ConsumerRecord<String, byte[]>> show;

  /**
   * Nothing starts before {@link #call}.
   *
   * @param shell where to show notes
   * @param plan what to do
   * @param meters where the roles count
   * @param ready set while all roles work
   * @param show takes the run's action events, one at a time
   */
  public Run(
      Shell shell,
      RunPlan plan,
      MeterRegistry meters,
      AtomicBoolean ready,
      Consumer<ConsumerRecord<String, byte[]>> show) {
    this.shell = shell;
    this.plan = plan;
    this.config =
        plan.config().kafka().bootstrap() == null ? plan.config().embedded() : plan.config();
    this.meters = meters;
    this.ready = ready;
    this.show = show;
  }

  /**
   * Runs to the end.
   *
   * @return {@link ExitCode#OK}, or {@link ExitCode#SOURCE_FAILED} if a source failed and the
   *     others did not
   * @throws AppException if something outside keeps it from starting or going on
   * @throws InterruptedException if the thread is asked to stop
   */
  public ExitCode call() throws InterruptedException {
    Path folder = DataFolder.chosen(config.data(), shell.environment());
    try (Shutdown shutdown = new Shutdown();
        DataFolder data = DataFolder.open(folder, config.broker().minFree().bytes());
        PacksOpening packs = new PacksOpening(this::openPacks)) {
      String cluster = config.kafka().bootstrap();
      if (cluster != null) {
        KafkaAccess access = KafkaAccess.of(config.kafka(), cluster);
        return on(access, data, packs, shutdown, new CompletableFuture<>());
      }
      try (EmbeddedBroker broker = EmbeddedBroker.start(data, config.broker().port())) {
        KafkaAccess access = KafkaAccess.of(config.kafka(), broker.bootstrap());
        return on(access, data, packs, shutdown, broker.death());
      }
    }
  }

  private ExitCode on(
      KafkaAccess kafka,
      DataFolder data,
      PacksOpening packs,
      Shutdown shutdown,
      CompletableFuture<AppException> brokerDeath)
      throws InterruptedException {
    try (TopicAdmin admin = TopicAdmin.connect(kafka)) {
      admin.prepare(config.topics());
    }
    Topics topics = config.topics().names();
    Path out = config.events().out();
    // A prediction of each frame is more than all else together, so they are read only where they
    // are used. Nothing has to await them: what tells them tells actions too, and is closed in
    // order.
    boolean predictions = config.events().predictions() && (out != null || plan.tellAccuracy());
    Set<EpochEnd> ends = EpochEnd.all(topics, predictions, plan.packs());
    List<String> followed = followed(topics, ends, plan.tellAccuracy());
    RunEpochs epochs = new RunEpochs(ends);
    CompletableFuture<AppException> tailFault = new CompletableFuture<>();
    try (SourceProgress progress = new SourceProgress(shell);
        EventFile file = out == null ? null : new EventFile(shell.folder().resolve(out));
        Roles roles = roles(kafka, packs, progress)) {
      RunEvents events =
          new RunEvents(
              topics,
              plan.packs().pack().manifest().id(),
              plan.tellAccuracy(),
              epochs,
              file,
              record -> progress.above(() -> show.accept(record)));
      SourceLog log = new SourceLog(epochs, progress);
      try (EventTail tail =
          new EventTail(kafka.properties(), followed, events, e -> tailFault.complete(lost(e)))) {
        tail.start();
        long begun = System.nanoTime();
        boolean inMemory = config.ingest().frames() == FramePath.MEMORY;
        if (!inMemory) {
          roles.startInference();
        }
        // All at once: what is read meanwhile waits in Kafka.
        roles.beginTopology(data.streams());
        roles.beginCaptioning(data.streams());
        Ingest ingest =
            inMemory
                ? roles.startEdge(plan.sources(), log)
                : roles.startIngest(plan.sources(), log);
        roles.awaitRunning();
        roles.watchPacks();
        ready.set(true);
        wait(
            ingest,
            epochs,
            events,
            progress,
            List.of(shutdown.asked(), roles.fault(), brokerDeath, tailFault));
        progress.above(() -> shell.err().println(summary(log, events, begun)));
      }
      return log.failures() > 0 ? ExitCode.SOURCE_FAILED : ExitCode.OK;
    } finally {
      ready.set(false);
    }
  }

  private LivePacks openPacks() {
    return new LivePacks(
        plan.packs(), EnumSet.allOf(Part.class), RoleSettings.runtime(config), meters);
  }

  private Roles roles(KafkaAccess kafka, PacksOpening packs, SourceProgress progress) {
    return new Roles(
        new RoleSettings(config, kafka, plan.packs()),
        packs,
        meters,
        sentence -> progress.above(() -> shell.err().println(sentence)));
  }

  private static List<String> followed(Topics topics, Set<EpochEnd> ends, boolean truth) {
    Stream<String> told = ends.stream().map(EpochEnd::topic).distinct();
    return Stream.concat(told, truth ? Stream.of(topics.truth()) : Stream.of()).toList();
  }

  private void wait(
      Ingest ingest,
      RunEpochs epochs,
      RunEvents events,
      SourceProgress progress,
      List<CompletableFuture<?>> ends)
      throws InterruptedException {
    CompletableFuture<Object> end = CompletableFuture.anyOf(ends.toArray(CompletableFuture[]::new));
    long begun = System.nanoTime();
    long told = begun;
    while (!epochs.await(TICK_MS, TimeUnit.MILLISECONDS)) {
      if (ingest.end().isDone()) {
        epochs.sourcesEnded();
      }
      if (ended(end) || past(begun, plan.atMost())) {
        return;
      }
      if (plan.tellAccuracy() && past(told, ACCURACY_EVERY) && events.accuracy().frames() > 0) {
        told = System.nanoTime();
        progress.above(() -> shell.err().println(accuracy(events)));
      }
    }
  }

  /** Whether the run was asked to stop; a role's fault is thrown. */
  private static boolean ended(CompletableFuture<Object> end) {
    if (end.isDone() && end.join() instanceof RuntimeException fault) {
      throw fault;
    }
    return end.isDone();
  }

  private static boolean past(long sinceNanos, @Nullable Duration limit) {
    return limit != null && System.nanoTime() - sinceNanos > limit.toNanos();
  }

  private static String accuracy(RunEvents events) {
    return "  right so far: %.1f %% of %d frames, by what the simulator knows"
        .formatted(100 * events.accuracy().share(), events.accuracy().frames());
  }

  private String summary(SourceLog log, RunEvents events, long begun) {
    String accuracy =
        plan.tellAccuracy() && events.accuracy().frames() > 0 ? "\n" + accuracy(events) : "";
    String captions = events.captions() > 0 ? ", %d captions".formatted(events.captions()) : "";
    return "%d source%s, %d frames sampled, %d events%s in %.1f s%s"
        .formatted(
            plan.sources().size(),
            plan.sources().size() == 1 ? "" : "s",
            log.frames(),
            events.actions(),
            captions,
            (System.nanoTime() - begun) / 1e9,
            accuracy);
  }

  private static AppException lost(RuntimeException e) {
    return e instanceof AppException known
        ? known
        : new AppException(
            Code.KAFKA, "events can no longer be read from Kafka: " + e.getMessage(), e);
  }
}
