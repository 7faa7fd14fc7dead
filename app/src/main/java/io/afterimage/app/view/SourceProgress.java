package io.afterimage.app.view;

import io.afterimage.app.cli.Shell;
import io.afterimage.contract.CameraId;
import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestListener;
import io.afterimage.ingest.SourceInfo;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Tells people on stderr how the sources do: warnings and failures as sentences, and on a terminal
 * one bar for all files together. In a pipe there is no bar. Thread-safe.
 */
public final class SourceProgress implements IngestListener, AutoCloseable {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final int UPDATE_MS = 250;

  private record File(long durationUs, long beforeUs, long ptsUs) {
    long doneUs() {
      return Math.min(durationUs, beforeUs + ptsUs);
    }
  }

  private final PrintStream err;
  private final boolean terminal;
  private final Map<CameraId, File> files = new HashMap<>();
  private @Nullable ProgressBar bar;

  /** Tells it to a shell's stderr. */
  public SourceProgress(Shell shell) {
    err = shell.err();
    terminal = shell.terminal().errIsTerminal();
  }

  @Override
  public synchronized void opened(CameraId camera, long epoch, SourceInfo info) {
    if (!terminal || !info.finite() || info.durationUs().isEmpty()) {
      return;
    }
    File before = files.get(camera);
    // A change of resolution begins a new epoch in the middle of a file.
    long done = before == null ? 0 : before.doneUs();
    files.put(camera, new File(info.durationUs().getAsLong(), done, 0));
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("Reading")
              .setStyle(ProgressBarStyle.ASCII)
              .setUnit(" s", 1_000_000)
              .setUpdateIntervalMillis(UPDATE_MS)
              .setConsumer(new ConsoleProgressBarConsumer(err))
              .build();
    }
    bar.maxHint(files.values().stream().mapToLong(File::durationUs).sum());
  }

  @Override
  public synchronized void progress(CameraId camera, long ptsUs) {
    File file = files.get(camera);
    if (file != null && bar != null) {
      files.put(camera, new File(file.durationUs(), file.beforeUs(), ptsUs));
      bar.stepTo(files.values().stream().mapToLong(File::doneUs).sum());
    }
  }

  @Override
  public void warned(CameraId camera, String sentence) {
    say(camera, sentence);
  }

  @Override
  public void failed(CameraId camera, IngestException failure) {
    say(camera, String.valueOf(failure.getMessage()));
  }

  /** Prints something else, above the bar. While nobody reads it, cameras go on. */
  public void above(Runnable print) {
    clear();
    print.run();
  }

  private synchronized void clear() {
    if (bar != null) {
      err.print(CLEAR_LINE);
      err.flush();
    }
  }

  /** Takes the bar away. */
  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  private void say(CameraId camera, String sentence) {
    above(() -> err.println(camera + ": " + sentence));
  }
}
