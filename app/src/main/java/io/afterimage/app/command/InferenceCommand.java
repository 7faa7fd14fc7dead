package io.afterimage.app.command;

import io.afterimage.app.cli.CaptionOptions;
import io.afterimage.app.cli.CommonOptions;
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

/** Encodes frames. */
@Command(
    name = "inference",
    header = "Encode frames into features.",
    description = "%nOne role by itself; several may run and share the cameras.%n",
    footerHeading = "%nExample:%n",
    footer = "  afterimage inference --kafka broker:9092")
public final class InferenceCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final PackOptions pack = new PackOptions();
  @Mixin private final CaptionOptions captions = new CaptionOptions();
  @Mixin private final KafkaOptions kafka = new KafkaOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  InferenceCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Exception {
    AfterimageConfig config = shell.config(common, pack, captions, kafka);
    AtomicBoolean ready = new AtomicBoolean();
    try (ProcessMetrics metrics = ProcessMetrics.open(config.metrics(), ready::get)) {
      Role role =
          new Role(shell, config, PackChoice.watching(config, shell), metrics.registry(), ready);
      return role.inference().status();
    }
  }
}
