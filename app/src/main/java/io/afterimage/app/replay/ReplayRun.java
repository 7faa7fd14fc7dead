package io.afterimage.app.replay;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.Setting;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.kafka.LogOffsets;
import io.afterimage.app.kafka.TopicAdmin;
import io.afterimage.app.live.Part;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.app.replay.diff.Copied;
import io.afterimage.app.replay.diff.ReplayReport;
import io.afterimage.app.run.RoleSettings;
import io.afterimage.app.run.Roles;
import io.afterimage.app.view.WorkBar;
import io.afterimage.contract.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One replay on a cluster that is there: copy, run, compare. For one thread. */
final class ReplayRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayRun.class);

  private final Shell shell;
  private final AfterimageConfig live;
  private final KafkaAccess kafka;
  private final PackChoice packs;
  private final ReplayPlan plan;
  private final Ends ends;
  private final TopicAdmin admin;
  private final LogOffsets logs;
  private final Topics names;

  /**
   * Connects.
   *
   * @param ends completed when the replay is to stop, with an exception if that is why
   * @throws AppException {@link Code#KAFKA} if the cluster does not answer
   */
  ReplayRun(
      Shell shell,
      AfterimageConfig live,
      KafkaAccess kafka,
      PackChoice packs,
      ReplayPlan plan,
      List<CompletableFuture<?>> ends) {
    this.shell = shell;
    this.live = live;
    this.kafka = kafka;
    this.packs = packs;
    this.plan = plan;
    this.ends = new Ends(ends);
    names = new Topics(plan.prefix(live.topics().prefix()));
    admin = TopicAdmin.connect(kafka);
    logs = new LogOffsets(admin);
  }

  /**
   * Does it all.
   *
   * @param configs the settings in force with others over them
   * @param stateDir where the memories have their local copies
   * @param meters where the roles count
   * @param ready set while they work
   * @throws AppException if something outside keeps it from going on
   * @throws InterruptedException if it is asked to stop
   */
  ReplayReport call(
      Function<List<Setting>, AfterimageConfig> configs,
      Path stateDir,
      MeterRegistry meters,
      AtomicBoolean ready)
      throws InterruptedException {
    String source = plan.of().topic(live.topics().names());
    requireTopic(source);
    Recording recording = Recording.find(logs, source, plan.from(), plan.to());
    AfterimageConfig config =
        configs.apply(ReplaySettings.of(names.prefix(), recording.partitions()));
    ReplayTopics topics = new ReplayTopics(admin, names);
    topics.requireFree(plan.replace());
    boolean done = false;
    try {
      topics.create(config.topics());
      CopyTally tally = copy(recording);
      play(new RoleSettings(config, kafka, packs), stateDir, meters, ready);
      ReplayReport report =
          new Findings(kafka, logs, live.topics().names(), names, ends::look)
              .report(plan, packs, tally);
      done = true;
      return report;
    } finally {
      finish(topics, done);
    }
  }

  @Override
  public void close() {
    admin.close();
  }

  private void requireTopic(String topic) {
    if (!admin.exists(topic)) {
      throw new AppException(
          Code.CONFIG,
          "there is no topic %s to replay: check --topic-prefix, and --data or --kafka"
              .formatted(topic));
    }
  }

  private CopyTally copy(Recording recording) throws InterruptedException {
    CopyTally tally = new CopyTally(plan.of(), packs.pack().manifest(), recording.whole());
    try (WorkBar bar = new WorkBar(shell, "Copying", recording.length())) {
      new LogCopy(kafka, plan.cameras())
          .copy(recording, plan.of().topic(names), record -> bar.to(tally.add(record)), ends::look);
    }
    if (tally.isEmpty()) {
      throw new AppException(
          Code.CONFIG, "no record of these cameras lies there: check --camera, --from and --to");
    }
    tell(recording, tally);
    requireUsable(tally.copied());
    return tally;
  }

  private void tell(Recording recording, CopyTally tally) {
    Instant from = plan.from();
    @Nullable Instant first = tally.first(recording.trimmed());
    if (from != null && first != null && first.isAfter(from)) {
      shell
          .err()
          .println(
              "what was recorded before %s is no longer kept in %s, so the replay begins there and not at %s"
                  .formatted(first, recording.topic(), from));
    }
    Copied copied = tally.copied();
    shell
        .err()
        .println(
            "replaying %d %s of %d cameras, from %s to %s, into %s"
                .formatted(
                    copied.used(),
                    plan.of().wireName(),
                    copied.cameras(),
                    copied.first(),
                    copied.last(),
                    names.prefix()));
  }

  private void requireUsable(Copied copied) {
    String pack = packs.pack().manifest().id();
    if (copied.used() == 0 && copied.unused() > 0) {
      throw new AppException(
          Code.PACK,
          plan.of() == Recorded.FRAMES
              ? "pack '%s' cannot read these frames: they were sampled for another input; name a pack that reads it"
                  .formatted(pack)
              : "pack '%s' cannot read these features: another encoder made them; replay frames instead, or name a pack with that encoder"
                  .formatted(pack));
    }
  }

  private void play(RoleSettings settings, Path stateDir, MeterRegistry meters, AtomicBoolean ready)
      throws InterruptedException {
    // Features were encoded already: nothing is to be encoded.
    Set<Part> parts =
        plan.of() == Recorded.FRAMES
            ? EnumSet.allOf(Part.class)
            : EnumSet.of(Part.TOPOLOGY, Part.CAPTIONING);
    try (Roles roles = new Roles(settings, parts, meters, shell.err()::println)) {
      ends.add(roles.fault());
      if (plan.of() == Recorded.FRAMES) {
        roles.startInference();
      }
      roles.startTopology(stateDir);
      roles.startCaptioning(stateDir);
      ready.set(true);
      new Stages(shell, kafka, logs, ends).await(plan.of(), settings);
    } finally {
      ready.set(false);
    }
  }

  /** What is left of a replay that failed is of no use. */
  private void finish(ReplayTopics topics, boolean done) {
    if (done) {
      topics.drop(plan.keep());
      return;
    }
    try {
      topics.drop(Keep.NONE);
    } catch (AppException e) {
      LOG.warn("Topics of {} are left behind: {}", names.prefix(), e.getMessage());
    }
  }
}
