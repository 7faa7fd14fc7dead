package io.afterimage.app.command;

import io.afterimage.app.cli.CaptionOptions;
import io.afterimage.app.cli.CommonOptions;
import io.afterimage.app.cli.DataOptions;
import io.afterimage.app.cli.EdgeOptions;
import io.afterimage.app.cli.EventOptions;
import io.afterimage.app.cli.KafkaOptions;
import io.afterimage.app.cli.PackOptions;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.cli.SourceOptions;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.metrics.ProcessMetrics;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.app.run.Run;
import io.afterimage.app.run.RunPlan;
import io.afterimage.app.run.Sources;
import io.afterimage.app.view.EventPrinter;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Watches sources with all roles in one process. */
@Command(
    name = "run",
    header = "Watch cameras or video files and show what happens.",
    description =
        "%nAll roles in one process. Without --kafka it starts a small Kafka of its own that keeps its data below --data. Files are read as fast as they can be; when every source is a file it ends by itself once the last event is out.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  afterimage run clip.mp4 --events-out events.jsonl",
      "  afterimage run door=rtsp://user:secret@10.0.0.7/stream1 yard=/dev/video0",
      "  afterimage run door=rtsp://10.0.0.7/1 --kafka broker-1:9092,broker-2:9092"
    })
public final class RunCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final SourceOptions sources = new SourceOptions();
  @Mixin private final EdgeOptions edge = new EdgeOptions();
  @Mixin private final PackOptions pack = new PackOptions();
  @Mixin private final CaptionOptions captions = new CaptionOptions();
  @Mixin private final KafkaOptions kafka = new KafkaOptions();
  @Mixin private final DataOptions data = new DataOptions();
  @Mixin private final EventOptions events = new EventOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  RunCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Exception {
    AfterimageConfig config =
        shell.config(common, sources, edge, pack, captions, kafka, data, events);
    AtomicBoolean ready = new AtomicBoolean();
    try (ProcessMetrics metrics = ProcessMetrics.open(config.metrics(), ready::get)) {
      RunPlan plan =
          RunPlan.of(config, PackChoice.watching(config, shell), Sources.of(config.cameras()));
      EventPrinter printer = new EventPrinter(shell, false, false);
      return new Run(shell, plan, metrics.registry(), ready, printer::print).call().status();
    }
  }
}
