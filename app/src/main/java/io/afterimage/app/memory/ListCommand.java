package io.afterimage.app.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.app.cli.CommonOptions;
import io.afterimage.app.cli.DataOptions;
import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.KafkaOptions;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.contract.event.EventJson;
import io.afterimage.topology.query.MemoryList;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists all memories. */
@Command(name = "list", header = "List the memories of all cameras, whichever instance keeps them.")
final class ListCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final InstanceOptions instances = new InstanceOptions();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private final KafkaOptions kafka = new KafkaOptions();
  @Mixin private final DataOptions data = new DataOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  ListCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    AfterimageConfig config = shell.config(common, kafka, data);
    MemoryList list = Questions.of(shell, config, instances).memories();
    if (json) {
      shell.out().println(new String(EventJson.write(list), UTF_8));
    } else if (list.memories().isEmpty()) {
      shell.err().println("no camera is remembered");
    } else {
      shell.out().print(new MemoryText(ZoneId.systemDefault(), Instant.now()).table(list));
    }
    shell.out().flush();
    if (!list.copies().isEmpty()) {
      shell
          .err()
          .println(
              "partitions %s are read from copies, which may lack what came last: whoever works on them does not answer yet"
                  .formatted(list.copies()));
    }
    if (list.missing().isEmpty()) {
      return ExitCode.OK.status();
    }
    shell
        .err()
        .println(
            "memories of partitions %s are missing: the instances that keep them do not answer; ask again in some seconds"
                .formatted(list.missing()));
    return ExitCode.UNANSWERED.status();
  }
}
