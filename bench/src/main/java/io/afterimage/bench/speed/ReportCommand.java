package io.afterimage.bench.speed;

import io.afterimage.app.cli.ExitCode;
import io.afterimage.app.cli.Shell;
import io.afterimage.bench.speed.result.ResultReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the report. */
@Command(
    name = "report",
    header = "Write bench/RESULTS.md from the newest result of each measurement.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private ResultOptions results = new ResultOptions();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The report (default: bench/RESULTS.md of this installation).")
  private @Nullable Path out;

  ReportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Place place = Place.of(shell);
    Path into = out == null ? place.report() : out;
    Files.writeString(into, new ResultReport(results.log(place).newest()).text());
    shell.err().println("written: " + into);
    return ExitCode.OK.status();
  }
}
