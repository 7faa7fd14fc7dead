package io.afterimage.app.command;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.cli.CommandGroup;
import io.afterimage.app.cli.CommonOptions;
import io.afterimage.app.cli.DataOptions;
import io.afterimage.app.cli.KafkaOptions;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.deadletter.DeadLetterDesk;
import io.afterimage.app.deadletter.LetterFilter;
import io.afterimage.app.deadletter.LetterOptions;
import io.afterimage.app.deadletter.LetterRef;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Records that no stage could use. */
@Command(
    name = "dead-letters",
    header = "List, show and put back records that could not be used.",
    synopsisSubcommandLabel = "COMMAND",
    description =
        "%nWithout --kafka it finds the broker of an 'afterimage run' or 'demo' on this machine.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  afterimage dead-letters list --since 1h",
      "  afterimage dead-letters show 3@17 --out record.bin",
      "  afterimage dead-letters replay 3@17 3@18",
      "  afterimage dead-letters replay --stage caption --cause other_version --yes"
    })
public final class DeadLettersCommand extends CommandGroup {
  DeadLettersCommand(Shell shell) {
    super(shell);
  }

  @Command(
      name = "list",
      header = "List dead letters, newest last, and count them by cause.",
      description =
          "%nEach line begins with the letter's place, PARTITION@OFFSET, by which 'show' and 'replay' know it; then when it was set aside, the stage, the cause, the camera, the record's place and size, and why.%n")
  int list(
      @Mixin LetterOptions choice,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "50",
              description = "How many of the newest to print (default: ${DEFAULT-VALUE}).")
          int limit,
      @Option(names = "--json", description = "Print each as one line of JSON, with all it holds.")
          boolean json,
      @Mixin KafkaOptions kafka,
      @Mixin DataOptions data,
      @Mixin CommonOptions common) {
    if (limit < 1 || limit > 10_000) {
      throw new AppException(
          Code.CONFIG, "--limit is %d; it must be from 1 to 10000".formatted(limit));
    }
    try (DeadLetterDesk desk = DeadLetterDesk.open(shell, shell.config(common, kafka, data))) {
      return desk.list(choice.filter(), limit, json).status();
    }
  }

  @Command(
      name = "show",
      header = "Show all of a dead letter, and whether its record can still be had.")
  int show(
      @Parameters(paramLabel = "REF", description = "The letter, as 'list' names it: 3@17.")
          String ref,
      @Option(
              names = "--out",
              paramLabel = "FILE",
              description =
                  "Write the record's value to FILE, from its topic, else from the letter if that holds all of it.")
          @Nullable Path out,
      @Mixin KafkaOptions kafka,
      @Mixin DataOptions data,
      @Mixin CommonOptions common) {
    LetterRef letter = LetterRef.parse(ref);
    try (DeadLetterDesk desk = DeadLetterDesk.open(shell, shell.config(common, kafka, data))) {
      return desk.show(letter, out).status();
    }
  }

  @Command(
      name = "replay",
      header = "Put the records of dead letters back into their topics.",
      description = {
        "%nA record goes to the end of the partition from which it came, with its key, headers and value and the time of now; the header replay_of names its letter. Its bytes come from its topic if that still holds the same record, else from the letter if that holds all of it.%n",
        "What then happens is what happens to any such record. A caption request or an ask is answered. A frame is encoded again. A feature counts only if its camera's memory has not seen a later one: a memory takes each number of an epoch once, in order, until the epoch ends, and only counts the rest. What fails again makes a new letter, which names the old one; nothing is put back by itself.%n"
      })
  int replay(
      @Parameters(
              paramLabel = "REF",
              arity = "0..*",
              description = "The letters, as 'list' names them: 3@17.")
          @Nullable List<String> refs,
      @Mixin LetterOptions choice,
      @Option(
              names = "--yes",
              description = "Put back what the options choose; else it is only told.")
          boolean yes,
      @Mixin KafkaOptions kafka,
      @Mixin DataOptions data,
      @Mixin CommonOptions common)
      throws InterruptedException {
    LetterFilter filter = choice.filter();
    List<LetterRef> named =
        refs == null ? List.of() : refs.stream().distinct().map(LetterRef::parse).toList();
    if (named.isEmpty() == filter.isOpen()) {
      throw new AppException(
          Code.CONFIG,
          "name letters, or choose them by --stage, --cause, --camera or --since; one or the other");
    }
    try (DeadLetterDesk desk = DeadLetterDesk.open(shell, shell.config(common, kafka, data))) {
      if (!named.isEmpty()) {
        return desk.replay(named).status();
      }
      List<LetterRef> chosen = desk.choose(filter);
      return (yes ? desk.replay(chosen) : desk.plan(chosen)).status();
    }
  }
}
