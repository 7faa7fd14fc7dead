package io.afterimage.app.cli;

import java.util.Map;

/**
 * What the standard streams are connected to. Immutable.
 *
 * @param outIsTerminal whether people look at stdout directly
 * @param errIsTerminal whether people look at stderr directly
 * @param colours whether colours are wanted at all
 */
public record Terminal(boolean outIsTerminal, boolean errIsTerminal, boolean colours) {
  /** Neither stream is a terminal. */
  public static final Terminal NONE = new Terminal(false, false, false);

  /**
   * As the launcher found it, since Java cannot tell the streams apart; none without a launcher.
   * {@code NO_COLOR} and {@code TERM=dumb} turn colours off.
   */
  static Terminal ofProcess(Map<String, String> environment) {
    String terminals = System.getProperty("afterimage.terminals", "");
    boolean plain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "").equals("dumb");
    return new Terminal(terminals.contains("out"), terminals.contains("err"), !plain);
  }

  /** Whether to colour stdout. */
  public boolean colourOut() {
    return outIsTerminal && colours;
  }

  /** Whether to colour stderr. */
  public boolean colourErr() {
    return errIsTerminal && colours;
  }
}
