package io.afterimage.bench.speed.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How long {@code run} takes until it shows an event, with data folders that are new. */
public final class FirstEvent {
  private static final double NANOS = 1e9;

  private final Program program;
  private final Path clip;
  private final Path work;

  /**
   * @param clip in which something happens
   * @param work where data is kept while it runs
   */
  public FirstEvent(Program program, Path clip, Path work) {
    this.program = program;
    this.clip = clip;
    this.work = work;
  }

  /**
   * Runs the clip to its end.
   *
   * @return seconds from the command to its first line
   * @throws IllegalStateException if there is none
   * @throws IOException if a folder cannot be written
   * @throws InterruptedException if the thread is asked to stop
   */
  public double measure() throws IOException, InterruptedException {
    Path data = Files.createTempDirectory(Files.createDirectories(work), "start");
    List<Double> seen = new ArrayList<>();
    long begun = System.nanoTime();
    try {
      program.run(
          List.of("run", clip.toString(), "--data=" + data),
          line -> seen.add((System.nanoTime() - begun) / NANOS));
    } finally {
      Folders.remove(data);
    }
    if (seen.isEmpty()) {
      throw new IllegalStateException("no event came of " + clip + ": take one with people");
    }
    return seen.get(0);
  }
}
