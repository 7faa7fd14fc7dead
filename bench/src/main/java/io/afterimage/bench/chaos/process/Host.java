package io.afterimage.bench.chaos.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Where processes run: a folder for their data and logs, and what they have in common. Immutable.
 *
 * @param launcher starts JVMs
 * @param folder of all their data; each process has a folder and a log of its name
 * @param restarts when a process that ended is started again
 * @param journal takes starts and ends
 */
public record Host(Launcher launcher, Path folder, Restarts restarts, Journal journal) {
  private static final String LOGGING = "chaos-logback.xml";

  /**
   * Makes the folder ready.
   *
   * @throws IOException if it cannot be written
   */
  public static Host open(Launcher launcher, Path folder, Restarts restarts, Journal journal)
      throws IOException {
    Files.createDirectories(folder);
    try (InputStream in = Objects.requireNonNull(Host.class.getResourceAsStream(LOGGING))) {
      Files.copy(in, folder.resolve(LOGGING), StandardCopyOption.REPLACE_EXISTING);
    }
    return new Host(launcher, folder.toAbsolutePath(), restarts, journal);
  }

  /**
   * A process that is not started yet.
   *
   * @param arguments of its n-th start
   * @param clock by which it goes; empty: the machine's
   */
  public Node node(
      String name,
      int heapMb,
      String main,
      IntFunction<List<String>> arguments,
      Optional<WallClock> clock) {
    File log = folder.resolve(name + ".log").toFile();
    return new Node(
        name,
        n -> {
          ProcessBuilder process =
              new ProcessBuilder(
                      launcher.command(heapMb, folder.resolve(LOGGING), main, arguments.apply(n)))
                  .directory(folder.toFile())
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
          // What the caller's environment says of the program is not part of a run.
          process.environment().keySet().removeIf(key -> key.startsWith("AFTERIMAGE_"));
          clock.ifPresent(own -> own.applyTo(process.environment()));
          return process;
        },
        restarts,
        journal);
  }
}
