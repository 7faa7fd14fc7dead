package io.afterimage.app.command;

import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.memory.MemoryCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program; alone it only explains itself. */
@Command(
    name = "afterimage",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    header = "Gives every camera a memory: video in, action events out.",
    synopsisSubcommandLabel = "COMMAND",
    description =
        "%nReads cameras and video files, understands what happens in front of each, and publishes it as events on Kafka, or on a small Kafka of its own.%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nTo begin with:%n",
    footer = {
      "  afterimage demo                    four simulated cameras",
      "  afterimage run clip.mp4            a video file",
      "  afterimage run door=rtsp://HOST/1  a camera",
      "  afterimage watch                   the events of a run, from another terminal"
    },
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      WatchCommand.class,
      IngestCommand.class,
      InferenceCommand.class,
      EdgeCommand.class,
      TopologyCommand.class,
      CaptioningCommand.class,
      MemoryCommand.class,
      PacksCommand.class,
      DeadLettersCommand.class,
      SimulateCommand.class,
      FramesCommand.class,
      ExplainCommand.class,
      ReplayCommand.class,
      BenchCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    })
public final class Afterimage implements Callable<Integer> {
  private final Shell shell;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private CommandSpec command;

  Afterimage(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    command.commandLine().usage(shell.err());
    return ExitCode.USAGE.status();
  }
}
