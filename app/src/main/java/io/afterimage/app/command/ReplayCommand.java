package io.afterimage.app.command;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.cli.CaptionOptions;
import io.afterimage.app.cli.CommonOptions;
import io.afterimage.app.cli.DataOptions;
import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.KafkaOptions;
import io.afterimage.app.cli.PackOptions;
import io.afterimage.app.cli.SettingOptions;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.Setting;
import io.afterimage.app.metrics.ProcessMetrics;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.app.replay.Keep;
import io.afterimage.app.replay.Recorded;
import io.afterimage.app.replay.Replay;
import io.afterimage.app.replay.ReplayPlan;
import io.afterimage.app.replay.ReportText;
import io.afterimage.app.replay.TimeBound;
import io.afterimage.app.replay.diff.ReplayReport;
import io.afterimage.contract.event.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a pack again over what is kept, and compares. */
@Command(
    name = "replay",
    header = "Run a pack again over what was recorded, and compare what it tells.",
    description =
        "%nTakes what the cluster still holds of frames (minutes, as topics.frames.keep_for says) or of features, runs the pack over a copy of it in topics of its own, and compares the events and captions with those that were told live. The live topics are only read. Without --kafka it finds the broker of a run on this machine, or starts one on the data that a run has left.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  afterimage replay",
      "  afterimage replay --from 15m --pack ./my-pack --report diff.json",
      "  afterimage replay --from 2026-11-20T10:00:00Z --to 2026-11-20T10:05:00Z --camera door --kafka broker:9092"
    })
public final class ReplayCommand implements Callable<Integer> {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Shell shell;
  @Mixin private final PackOptions pack = new PackOptions();
  @Mixin private final CaptionOptions captions = new CaptionOptions();
  @Mixin private final KafkaOptions kafka = new KafkaOptions();
  @Mixin private final DataOptions data = new DataOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  @Option(
      names = "--from",
      order = -10,
      paramLabel = "MOMENT",
      description =
          "Where to begin: a time, or how long ago (15m); default: the first record that is kept.")
  private @Nullable String from;

  @Option(
      names = "--to",
      order = -9,
      paramLabel = "MOMENT",
      description = "Where to end, in the same way; default: the last record that is there now.")
  private @Nullable String to;

  @Option(
      names = "--camera",
      order = -8,
      paramLabel = "ID",
      description = "Replay this camera only; may be repeated.")
  private List<String> cameras = List.of();

  @Option(
      names = "--of",
      order = -7,
      paramLabel = "WHAT",
      description =
          "frames, or features, which are kept longer but need a pack with the encoder that made them (default: frames).")
  private Recorded of = Recorded.FRAMES;

  @Option(
      names = "--into",
      order = -6,
      paramLabel = "NAME",
      description = "Name of the replay: its topics begin with PREFIX.replay-NAME (default: now).")
  private @Nullable String into;

  @Option(
      names = "--replace",
      order = -5,
      description = "Remove an earlier replay of that name first.")
  private boolean replace;

  @Option(
      names = "--keep",
      order = -4,
      paramLabel = "WHAT",
      description = "Which of the replay's topics stay: events, all, or none (default: events).")
  private Keep keep = Keep.EVENTS;

  @Option(
      names = "--edge",
      order = -3,
      paramLabel = "DURATION",
      description =
          "How much is told apart after a beginning, and before an end, in the middle of an epoch (default: 30s).")
  private Duration edge = Duration.ofSeconds(30);

  @Option(
      names = "--report",
      order = -2,
      paramLabel = "FILE",
      description = "Write the whole report to FILE, as JSON.")
  private @Nullable Path report;

  @Option(
      names = "--fail-on-difference",
      order = -1,
      description = "Exit with 9 if anything differs that is not at an edge.")
  private boolean failOnDifference;

  ReplayCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Exception {
    AfterimageConfig config = config(List.of());
    ReplayPlan plan = plan(Instant.now());
    AtomicBoolean ready = new AtomicBoolean();
    try (ProcessMetrics metrics = ProcessMetrics.open(config.metrics(), ready::get)) {
      PackChoice packs = PackChoice.watching(config, shell);
      ReplayReport found =
          new Replay(shell, this::config, packs, plan, metrics.registry(), ready).call();
      ReportText.of(found).forEach(shell.out()::println);
      if (report != null) {
        write(shell.folder().resolve(report), found);
      }
      return (failOnDifference && found.difference() ? ExitCode.DIFFERENT : ExitCode.OK).status();
    }
  }

  private AfterimageConfig config(List<Setting> over) {
    return shell.config(common, pack, captions, kafka, data, new Fixed(over));
  }

  private ReplayPlan plan(Instant now) {
    return new ReplayPlan(
        into == null ? NAME.format(now) : into,
        of,
        from == null ? null : TimeBound.parse("--from", from, now),
        to == null ? null : TimeBound.parse("--to", to, now),
        Set.copyOf(cameras),
        keep,
        replace,
        edge);
  }

  private static void write(Path file, ReplayReport report) {
    try {
      Files.write(file, EventJson.write(report));
    } catch (IOException e) {
      throw new AppException(
          Code.CONFIG, "%s cannot be written: name another file with --report".formatted(file), e);
    }
  }

  /** What the replay itself sets. */
  private static final class Fixed extends SettingOptions {
    private Fixed(List<Setting> settings) {
      settings.forEach(each -> set(each.key(), each.value(), each.origin()));
    }
  }
}
