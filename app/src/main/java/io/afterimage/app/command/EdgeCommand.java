package io.afterimage.app.command;

import io.afterimage.app.cli.CaptionOptions;
import io.afterimage.app.cli.CommonOptions;
import io.afterimage.app.cli.KafkaOptions;
import io.afterimage.app.cli.PackOptions;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.cli.SourceOptions;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.metrics.ProcessMetrics;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.app.run.Role;
import io.afterimage.app.run.Sources;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads cameras and encodes their frames in one process. */
@Command(
    name = "edge",
    header = "Read cameras and encode their frames, in one process.",
    description =
        "%nIngest and inference together: frames are passed in memory, and only features go to Kafka, so there is nothing in the topic of frames to replay. Several may run, on several machines, each with its own cameras. Ends when every source has ended.%n",
    footerHeading = "%nExample:%n",
    footer = "  afterimage edge --kafka broker:9092 door=rtsp://10.0.0.7/1")
public final class EdgeCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final SourceOptions sources = new SourceOptions();
  @Mixin private final PackOptions pack = new PackOptions();
  @Mixin private final CaptionOptions captions = new CaptionOptions();
  @Mixin private final KafkaOptions kafka = new KafkaOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  EdgeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Exception {
    AfterimageConfig config = shell.config(common, sources, pack, captions, kafka);
    AtomicBoolean ready = new AtomicBoolean();
    try (ProcessMetrics metrics = ProcessMetrics.open(config.metrics(), ready::get)) {
      Role role =
          new Role(shell, config, PackChoice.watching(config, shell), metrics.registry(), ready);
      return role.edge(Sources.of(config.cameras())).status();
    }
  }
}
