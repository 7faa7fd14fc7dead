package io.afterimage.bench.chaos;

import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Sums up the results of a folder. */
@Command(
    name = "report",
    header = "Sum up the results in a folder.",
    mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "DIR", description = "The folder that the runs were given.")
  private Path folder = Path.of("");

  ReportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws Exception {
    List<RunResult> results = new Results(shell.folder().resolve(folder)).all();
    Report.of(results).forEach(shell.out()::println);
    boolean good = !results.isEmpty() && results.stream().allMatch(RunResult::isGood);
    return good ? ExitCode.OK.status() : ExitCode.UNEXPECTED.status();
  }
}
