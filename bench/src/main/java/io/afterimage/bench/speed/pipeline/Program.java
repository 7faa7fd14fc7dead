package io.afterimage.bench.speed.pipeline;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The program, started as its users start it. Immutable.
 *
 * @param script the launcher
 * @param log takes what it writes to standard error
 */
public record Program(Path script, Path log) {
  /**
   * Runs it to its end.
   *
   * @param arguments a command and its options
   * @param lines takes each line of its standard output as soon as it is there
   * @throws AppException {@link Code#CONFIG} if it cannot be started, or fails
   * @throws InterruptedException if the thread is asked to stop
   */
  public void run(List<String> arguments, Consumer<String> lines) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(arguments);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        out.lines().forEach(lines);
      } finally {
        process.destroy(); // Nothing to a process that has ended.
      }
      int status = process.waitFor();
      if (status != 0) {
        throw new AppException(
            Code.CONFIG,
            "'afterimage %s' ended with status %d: see %s"
                .formatted(arguments.get(0), status, log));
      }
    } catch (IOException e) {
      throw new AppException(Code.CONFIG, script + " cannot be started", e);
    }
  }
}
