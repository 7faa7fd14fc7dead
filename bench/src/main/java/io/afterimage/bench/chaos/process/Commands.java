package io.afterimage.bench.chaos.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;

/** Short commands of the operating system. */
public final class Commands {
  private Commands() {}

  /**
   * Runs a command to its end.
   *
   * @return nothing if it went well, else what it said
   */
  public static Optional<String> run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      int status = process.waitFor();
      return status == 0 ? Optional.empty() : Optional.of(said + " (status " + status + ")");
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }
}
