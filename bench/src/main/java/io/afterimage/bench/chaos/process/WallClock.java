package io.afterimage.bench.chaos.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wall clock of one process, which can be wrong and can jump while it runs: libfaketime,
 * preloaded, reads the difference from a file every second. Clocks that only count up, by which
 * programs wait, stay as they are. Thread-safe.
 */
public final class WallClock {
  private static final String LIBRARY = "libfaketime.so.1";
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"), Path.of("/usr/local/lib"));

  private final Path library;
  private final Path file;
  private int seconds;

  private WallClock(Path library, Path file) {
    this.library = library;
    this.file = file;
    set(0);
  }

  /** Where libfaketime lies, if it is installed. */
  public static Optional<Path> library() {
    for (Path place : PLACES) {
      try (Stream<Path> files = Files.exists(place) ? Files.walk(place, 3) : Stream.empty()) {
        Optional<Path> found = files.filter(f -> f.endsWith(LIBRARY)).findFirst();
        if (found.isPresent()) {
          return found;
        }
      } catch (IOException | UncheckedIOException e) {
        // A folder that cannot be read holds no library for us.
      }
    }
    return Optional.empty();
  }

  /** A clock that is right, told in a file. */
  public static WallClock of(Path library, Path file) {
    return new WallClock(library, file);
  }

  /** Sets how far it is ahead. */
  public synchronized void set(int ahead) {
    seconds = ahead;
    try {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, "%+d%n".formatted(ahead));
      Files.move(
          next,
          file,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING,
          java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("the clock's file cannot be written: " + file, e);
    }
  }

  /** How many seconds it is ahead. */
  public synchronized int ahead() {
    return seconds;
  }

  /** Lets a process go by this clock. */
  public void applyTo(Map<String, String> environment) {
    environment.put("LD_PRELOAD", library.toString());
    environment.put("FAKETIME_TIMESTAMP_FILE", file.toString());
    environment.put("FAKETIME_CACHE_DURATION", "1");
    environment.put("FAKETIME_DISABLE_SHM", "1");
    environment.put("NO_FAKE_STAT", "1");
    environment.put("DONT_FAKE_MONOTONIC", "1");
    environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    // With the fix, waits of a JVM return at once; glibc 2.36 does not need it.
    environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
  }
}
