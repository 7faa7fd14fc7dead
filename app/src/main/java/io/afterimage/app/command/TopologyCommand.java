package io.afterimage.app.command;

import io.afterimage.app.cli.CaptionOptions;
import io.afterimage.app.cli.CommonOptions;
import io.afterimage.app.cli.DataOptions;
import io.afterimage.app.cli.EventOptions;
import io.afterimage.app.cli.KafkaOptions;
import io.afterimage.app.cli.PackOptions;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.metrics.ProcessMetrics;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.app.run.Role;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Keeps one memory per camera and publishes events. */
@Command(
    name = "topology",
    header = "Keep one memory per camera and publish events.",
    description =
        "%nOne role by itself; several may run and share the cameras, each with a data folder of its own.%n",
    footerHeading = "%nExample:%n",
    footer = "  afterimage topology --kafka broker:9092 --predictions")
public final class TopologyCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final PackOptions pack = new PackOptions();
  @Mixin private final CaptionOptions captions = new CaptionOptions();
  @Mixin private final KafkaOptions kafka = new KafkaOptions();
  @Mixin private final DataOptions data = new DataOptions();
  @Mixin private final EventOptions events = new EventOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  TopologyCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Exception {
    AfterimageConfig config = shell.config(common, pack, captions, kafka, data, events);
    AtomicBoolean ready = new AtomicBoolean();
    try (ProcessMetrics metrics = ProcessMetrics.open(config.metrics(), ready::get)) {
      Role role =
          new Role(shell, config, PackChoice.watching(config, shell), metrics.registry(), ready);
      return role.topology().status();
    }
  }
}
