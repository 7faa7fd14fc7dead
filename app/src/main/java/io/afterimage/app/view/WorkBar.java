package io.afterimage.app.view;

import io.afterimage.app.cli.Shell;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on stderr for one long piece of work; nothing in a pipe. For one thread. */
public final class WorkBar implements AutoCloseable {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream err;
  private final @Nullable ProgressBar bar;

  /**
   * Shows the bar.
   *
   * @param shell where
   * @param task what is done, in a word
   * @param total how much there is to do; below 1 if nobody knows
   */
  public WorkBar(Shell shell, String task, long total) {
    err = shell.err();
    bar =
        shell.terminal().errIsTerminal()
            ? new ProgressBarBuilder()
                .setTaskName(task)
                .setStyle(ProgressBarStyle.ASCII)
                .setInitialMax(Math.max(-1, total))
                .setConsumer(new ConsoleProgressBarConsumer(err))
                .build()
            : null;
  }

  /** Moves the bar. */
  public void to(long done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  /** Prints something else, above the bar. */
  public void above(Runnable print) {
    if (bar != null) {
      err.print(CLEAR_LINE);
      err.flush();
    }
    print.run();
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
