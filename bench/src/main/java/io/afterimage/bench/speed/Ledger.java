package io.afterimage.bench.speed;

import io.afterimage.app.cli.Shell;
import io.afterimage.bench.speed.result.Comparison;
import io.afterimage.bench.speed.result.Machine;
import io.afterimage.bench.speed.result.Result;
import io.afterimage.bench.speed.result.ResultLog;
import io.afterimage.bench.speed.result.ResultTable;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Prints what a command measures as a table, and keeps it. Used by one thread. */
final class Ledger {
  private final Shell shell;
  private final ResultLog log;
  private final String command;
  private final Machine machine = Machine.own();
  private final String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  private boolean begun;

  /**
   * @param shell where to print
   * @param log where to keep it
   * @param command as it was typed
   */
  Ledger(Shell shell, ResultLog log, String command) {
    this.shell = shell;
    this.log = log;
    this.command = command;
  }

  /**
   * Takes a comparison down.
   *
   * @throws IOException if it cannot be kept
   */
  void add(Comparison comparison) throws IOException {
    Result result = Result.of(comparison, command, machine, date);
    if (!begun) {
      begun = true;
      shell.out().print(ResultTable.head());
    }
    shell.out().print(ResultTable.row(result));
    shell.out().flush();
    log.add(result);
  }
}
