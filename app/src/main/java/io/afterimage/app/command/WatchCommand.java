package io.afterimage.app.command;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.cli.CommonOptions;
import io.afterimage.app.cli.DataOptions;
import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.KafkaOptions;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.kafka.TopicAdmin;
import io.afterimage.app.run.EventTail;
import io.afterimage.app.view.EventPrinter;
import io.afterimage.contract.Topics;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows events as they come, until it is stopped. */
@Command(
    name = "watch",
    header = "Show events as they come.",
    description =
        "%nWithout --kafka it finds the broker of an 'afterimage run' or 'demo' on this machine. Stop it with Ctrl-C.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  afterimage watch",
      "  afterimage watch --kafka broker:9092 --topic predictions",
      "  afterimage watch --json | jq .value.label"
    })
public final class WatchCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private final CommonOptions common = new CommonOptions();
  @Mixin private final KafkaOptions kafka = new KafkaOptions();
  @Mixin private final DataOptions data = new DataOptions();

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description =
          "What to show: actions, captions, attention, predictions, truth, dead-letters, or another topic's full name; may be repeated (default: actions).")
  private List<String> topics = List.of("actions");

  @Option(
      names = "--json",
      description = "Print each event as one line of JSON: topic, key, headers, value.")
  private boolean json;

  @Option(names = "--markers", description = "With --json: print idle and end markers too.")
  private boolean markers;

  @Option(names = "--from-start", description = "Show what the topic still holds first.")
  private boolean fromStart;

  WatchCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Exception {
    AfterimageConfig config = shell.config(common, kafka, data);
    KafkaAccess access = KafkaAccess.ofRunning(config, shell.environment());
    List<String> names = topics.stream().map(name -> topic(config, name)).toList();
    try (TopicAdmin admin = TopicAdmin.connect(access)) {
      names.forEach(name -> requireTopic(admin, name));
    }
    EventPrinter printer = new EventPrinter(shell, json, markers);
    CompletableFuture<Void> failure = new CompletableFuture<>();
    try (EventTail tail =
        new EventTail(
            access.properties(),
            names,
            fromStart,
            printer::print,
            failure::completeExceptionally)) {
      tail.start();
      failure.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UncheckedIOException) {
        return ExitCode.OK.status(); // The reader of a pipe has had enough.
      }
      throw new AppException(
          Code.KAFKA,
          "Kafka at %s can no longer be read: %s".formatted(access.bootstrap(), e.getCause()),
          e);
    }
    return ExitCode.OK.status();
  }

  private static String topic(AfterimageConfig config, String name) {
    Topics topics = config.topics().names();
    String full = topics.prefix() + "." + name;
    return topics.all().contains(full) ? full : name;
  }

  private static void requireTopic(TopicAdmin admin, String name) {
    if (!admin.exists(name)) {
      throw new AppException(
          Code.KAFKA,
          "there is no topic %s: check its name, or start the roles that write it".formatted(name));
    }
  }
}
