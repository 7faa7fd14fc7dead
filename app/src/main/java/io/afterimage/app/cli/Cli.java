package io.afterimage.app.cli;

import io.afterimage.app.config.Durations;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a command line: finds the command, runs it, and tells errors in one sentence each. */
public final class Cli {
  private final Shell shell;
  private final CommandLine commands;

  /**
   * A command line that runs in the given surroundings.
   *
   * @param shell streams, environment, folders
   * @param root the class of the command that has all others
   */
  public Cli(Shell shell, Class<?> root) {
    this.shell = shell;
    commands =
        new CommandLine(root, new CommandFactory(shell))
            .setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
            .setColorScheme(Help.defaultColorScheme(ansi(shell.terminal().colourOut())))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true)
            .setUsageHelpLongOptionsMaxWidth(28)
            .registerConverter(Duration.class, Cli::duration)
            .setExecutionStrategy(Cli::execute)
            .setParameterExceptionHandler(this::misused)
            .setExecutionExceptionHandler((error, command, parsed) -> failed(error, command));
    dress(commands);
  }

  /** Runs the command that the arguments name and returns the exit status. */
  public int run(String... args) {
    return commands.execute(args);
  }

  /** The commands, for tests of their help. */
  CommandLine commands() {
    return commands;
  }

  private static Duration duration(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  private static int execute(ParseResult parsed) {
    for (ParseResult part = parsed; part != null; part = part.subcommand()) {
      part.commandSpec().mixins().values().stream()
          .map(CommandSpec::userObject)
          .filter(CommonOptions.class::isInstance)
          .forEach(options -> ((CommonOptions) options).applyToLog());
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private int misused(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    if (error instanceof UnmatchedArgumentException unmatched) {
      String argument = unmatched.getUnmatched().get(0);
      boolean unknownCommand = !command.getSubcommands().isEmpty() && !argument.startsWith("-");
      String near =
          unmatched.getSuggestions().isEmpty()
              ? ""
              : ", did you mean '" + unmatched.getSuggestions().get(0) + "'?";
      say("unknown %s '%s'%s".formatted(unknownCommand ? "command" : "option", argument, near));
    } else {
      say(oneLine(error.getMessage()));
    }
    say("see '" + command.getCommandSpec().qualifiedName() + " --help'");
    return ExitCode.USAGE.status();
  }

  private int failed(Exception error, CommandLine command) {
    ExitCode code = ExitCode.of(error);
    if (code == ExitCode.INTERRUPTED) {
      return code.status();
    }
    if (code != ExitCode.UNEXPECTED) {
      String.valueOf(error.getMessage()).lines().forEach(this::say);
    } else {
      say("unexpected error: " + error);
    }
    if (verbose(command)) {
      error.printStackTrace(shell.err());
    } else if (code == ExitCode.UNEXPECTED) {
      say("run it again with --verbose to see where it comes from");
    }
    return code.status();
  }

  private static boolean verbose(CommandLine command) {
    return command.getMixins().values().stream()
        .anyMatch(mixin -> mixin instanceof CommonOptions options && options.verbose());
  }

  private void say(String sentence) {
    Help.Ansi ansi = ansi(shell.terminal().colourErr());
    shell.err().println(ansi.string("@|red afterimage:|@ ") + sentence);
  }

  private static Help.Ansi ansi(boolean colours) {
    return colours ? Help.Ansi.ON : Help.Ansi.OFF;
  }

  private static String oneLine(@Nullable String message) {
    return Objects.requireNonNullElse(message, "wrong arguments")
        .lines()
        .collect(Collectors.joining(" "));
  }

  private static void dress(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.meanings());
    command.getSubcommands().values().forEach(Cli::dress);
  }

  /** Gives the shell to the commands that ask for it. */
  private record CommandFactory(Shell shell) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Shell.class})) {
          constructor.setAccessible(true);
          return type.cast(constructor.newInstance(shell));
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
