package io.afterimage.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/** Surroundings whose output is kept for a test to read. */
public final class CapturedShell {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Shell shell;

  /** Surroundings without a terminal. */
  public CapturedShell(Path folder, Map<String, String> environment) {
    shell =
        new Shell(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Terminal.NONE,
            environment,
            folder);
  }

  /** What a command gets. */
  public Shell shell() {
    return shell;
  }

  /** What was printed on stdout so far. */
  public String out() {
    return out.toString(UTF_8);
  }

  /** What was printed on stderr so far. */
  public String err() {
    return err.toString(UTF_8);
  }
}
