package io.afterimage.app.command;

import io.afterimage.app.cli.CaptionOptions;
import io.afterimage.app.cli.CommonOptions;
import io.afterimage.app.cli.DataOptions;
import io.afterimage.app.cli.KafkaOptions;
import io.afterimage.app.cli.PackOptions;
import io.afterimage.app.cli.SettingOptions;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.metrics.ProcessMetrics;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.app.run.Run;
import io.afterimage.app.run.RunPlan;
import io.afterimage.app.run.Sources;
import io.afterimage.app.view.EventPrinter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the whole pipeline on simulated cameras. */
@Command(
    name = "demo",
    header = "Show it working: simulated cameras, a small Kafka, events in the terminal.",
    description =
        "%nEach simulated camera hangs from the ceiling of a room in which somebody walks, sits, lies down and sometimes falls. The simulator knows what happens, so every few seconds the demo tells how often the model was right. Stop it with Ctrl-C.%n")
public final class DemoCommand implements Callable<Integer> {
  private static final int MOST_CAMERAS = 64;

  private final Shell shell;
  @Mixin private final PackOptions pack = new PackOptions();
  @Mixin private final CaptionOptions captions = new CaptionOptions();
  @Mixin private final KafkaOptions kafka = new KafkaOptions();
  @Mixin private final DataOptions data = new DataOptions();
  private final Predictions predictions = new Predictions();
  @Mixin private final CommonOptions common = new CommonOptions();

  @Option(
      names = "--cameras",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many rooms to simulate, 1 to 64 (default: 4).")
  private int cameras;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The first room; the others follow (default: 1).")
  private long seed;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "Stop by itself after that long, such as 60s (default: never).")
  private @Nullable Duration atMost;

  DemoCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Exception {
    AfterimageConfig config = shell.config(common, pack, captions, kafka, data, predictions);
    Map<String, String> rooms = new LinkedHashMap<>();
    for (int i = 0; i < Math.max(1, Math.min(cameras, MOST_CAMERAS)); i++) {
      rooms.put("room-" + (i + 1), "sim:room?seed=%d&fps=25&size=320x240".formatted(seed + i));
    }
    shell.err().println("%d simulated cameras; Ctrl-C stops".formatted(rooms.size()));
    AtomicBoolean ready = new AtomicBoolean();
    try (ProcessMetrics metrics = ProcessMetrics.open(config.metrics(), ready::get)) {
      RunPlan plan =
          new RunPlan(config, PackChoice.watching(config, shell), Sources.of(rooms), true, atMost);
      EventPrinter printer = new EventPrinter(shell, false, false);
      return new Run(shell, plan, metrics.registry(), ready, printer::print).call().status();
    }
  }

  /** What the demo needs and nobody has to ask for. */
  private static final class Predictions extends SettingOptions {
    private Predictions() {
      set("events.predictions", "true", "demo");
    }
  }
}
