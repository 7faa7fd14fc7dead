package io.afterimage.app.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.app.cli.Shell;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;

/** Asks whether something shall be done. Stateless. */
final class Confirmation {
  private static final Set<String> YES = Set.of("y", "yes");

  private Confirmation() {}

  /**
   * Whether the answer on stdin is yes. The end of the input is a no, and where nobody would see
   * the question it is not asked.
   */
  static boolean given(Shell shell, String question) {
    if (!shell.terminal().errIsTerminal()) {
      return false;
    }
    shell.err().print(question + " [y/N] ");
    shell.err().flush();
    StringBuilder answer = new StringBuilder();
    try {
      // A byte at a time: what follows the line is not ours.
      InputStreamReader in = new InputStreamReader(System.in, UTF_8);
      for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        answer.append((char) next);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return YES.contains(answer.toString().strip().toLowerCase(Locale.ROOT));
  }
}
