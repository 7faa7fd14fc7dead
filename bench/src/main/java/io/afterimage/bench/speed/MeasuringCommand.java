package io.afterimage.bench.speed;

import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.Shell;
import io.afterimage.bench.speed.result.ResultLog;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that measures in rounds. */
abstract class MeasuringCommand implements Callable<Integer> {
  static final int LAST = 100; // After each command's own.

  /** What surrounds the command. */
  protected final Shell shell;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  private CommandSpec command;

  @Option(
      names = "--rounds",
      order = LAST,
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each is measured (${DEFAULT-VALUE}).")
  private int rounds;

  @Mixin private ResultOptions results = new ResultOptions();

  MeasuringCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public final Integer call() throws Exception {
    atLeastOne("--rounds", rounds);
    Place place = Place.of(shell);
    List<String> typed = command.root().commandLine().getParseResult().originalArgs();
    ResultLog log = results.log(place);
    measure(place, new Ledger(shell, log, "bench/speed " + String.join(" ", typed)));
    return ExitCode.OK.status();
  }

  /**
   * Measures.
   *
   * @param place where the program lies
   * @param ledger takes what was measured
   * @throws Exception what goes wrong
   */
  abstract void measure(Place place, Ledger ledger) throws Exception;

  /** How often each is measured, at least 1. */
  protected final int rounds() {
    return rounds;
  }

  /**
   * Checks an option.
   *
   * @throws ParameterException if the value is below 1
   */
  protected final void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new ParameterException(command.commandLine(), option + " must be at least 1");
    }
  }
}
