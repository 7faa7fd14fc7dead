package io.afterimage.app.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.cli.CommonOptions;
import io.afterimage.app.cli.DataOptions;
import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.KafkaOptions;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.contract.CameraId;
import io.afterimage.contract.event.EventJson;
import io.afterimage.topology.query.CameraState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows all that is kept of a camera. */
@Command(
    name = "show",
    header = "Show what is kept of a camera: hidden state, open events, windows, last caption.")
final class ShowCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "CAMERA", description = "The camera's id.")
  private String camera = "";

  @Option(names = "--values", description = "Write each number of the hidden state.")
  private boolean values;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private final InstanceOptions instances = new InstanceOptions();
  @Mixin private final KafkaOptions kafka = new KafkaOptions();
  @Mixin private final DataOptions data = new DataOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  ShowCommand(Shell shell) {
    this.shell = shell;
  }

  private record Shown(CameraState memory, Collection<CameraState> captions) {}

  @Override
  public Integer call() throws InterruptedException {
    AfterimageConfig config = shell.config(common, kafka, data);
    CameraId id = new CameraId(camera);
    Questions questions = Questions.of(shell, config, instances);
    CameraState memory = questions.memory(id, values);
    if (memory == null) {
      throw new AppException(
          Code.CONFIG,
          "there is no memory of camera '%s': 'afterimage memory list' tells which there are"
              .formatted(id));
    }
    Collection<CameraState> captions = questions.kept(id, false).values();
    shell
        .out()
        .print(
            json
                ? new String(EventJson.write(new Shown(memory, captions)), UTF_8)
                    + System.lineSeparator()
                : new MemoryText(ZoneId.systemDefault(), Instant.now()).describe(memory, captions));
    shell.out().flush();
    return ExitCode.OK.status();
  }
}
