package io.afterimage.app.memory;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.cli.CommonOptions;
import io.afterimage.app.cli.DataOptions;
import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.KafkaOptions;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.kafka.CameraLog;
import io.afterimage.app.kafka.CameraRecords;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.contract.CameraId;
import io.afterimage.topology.query.CameraState;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes what is kept of a camera. */
@Command(
    name = "forget",
    header = "Remove what is kept of a camera from all memories, and from the topics if asked.",
    description =
        "%nTells every stage to remove the camera's memory, windows and last captions; its open events end. It waits until that is done. Stop the camera's ingest first: a camera that still sends frames is remembered anew.%n%nWhat lies in topics goes by its age, or at once with --topics. Kafka can only delete a partition's oldest records together, so records of other cameras before the camera's last one go too.%n")
final class ForgetCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "CAMERA", description = "The camera's id.")
  private String camera = "";

  @Option(
      names = "--topics",
      description =
          "Delete its records from the topics too, with all that lies before them in the same partition.")
  private boolean topics;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Mixin private final InstanceOptions instances = new InstanceOptions();
  @Mixin private final KafkaOptions kafka = new KafkaOptions();
  @Mixin private final DataOptions data = new DataOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  ForgetCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    AfterimageConfig config = shell.config(common, kafka, data);
    CameraId id = new CameraId(camera);
    KafkaAccess access = KafkaAccess.ofRunning(config, shell.environment());
    Questions questions = Questions.of(shell, config, instances);
    ForgetText text = new ForgetText(id, ZoneId.systemDefault());
    try (CameraLog log = CameraLog.connect(access)) {
      Forgetting forgetting =
          new Forgetting(id, access, config.topics().names(), log, questions, instances.patience());
      Map<String, CameraState> kept = forgetting.kept();
      boolean nothing = kept.values().stream().allMatch(CameraState::holdsNothing);
      int partition = kept.values().iterator().next().where().partition();
      List<CameraRecords> before = topics || nothing ? forgetting.records(partition) : List.of();
      if (nothing && before.isEmpty()) {
        throw new AppException(
            Code.CONFIG,
            "nothing is kept of camera '%s': 'afterimage memory list' tells which cameras are remembered"
                .formatted(id));
      }
      tell(text.before(kept));
      if (topics) {
        tell(text.warning(before));
      }
      if (!yes && !Confirmation.given(shell, "Forget camera '%s'?".formatted(id))) {
        shell.err().println("nothing was done: answer 'y', or give --yes");
        return ExitCode.USAGE.status();
      }
      tell(text.after(forgetting.forget()));
      List<CameraRecords> left = forgetting.records(partition);
      if (topics) {
        forgetting.delete(left);
        tell(text.deleted(left));
        left = forgetting.records(partition);
      }
      tell(text.left(left, config.topics().names().epochs()));
    }
    return ExitCode.OK.status();
  }

  private void tell(List<String> lines) {
    lines.forEach(shell.out()::println);
    shell.out().flush();
  }
}
