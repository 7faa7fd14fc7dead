package io.afterimage.bench.chaos.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process that is started again whenever it ends, until it is told to stay down. Thread-safe. */
public final class Node {
  /** Makes the process of the n-th start, from 0. */
  public interface Recipe {
    /** What is to be started. */
    ProcessBuilder start(int n);
  }

  private static final Duration DUMP_WITHIN = Duration.ofSeconds(20);

  private final String name;
  private final Recipe recipe;
  private final Restarts restarts;
  private final Journal journal;
  private @Nullable Process process;
  private boolean wanted;
  private boolean paused;
  private boolean expected;
  private int starts;

  /**
   * Nothing runs yet.
   *
   * @param name for the journal
   * @param recipe what to start
   * @param restarts when to start it again
   * @param journal takes starts and ends
   */
  public Node(String name, Recipe recipe, Restarts restarts, Journal journal) {
    this.name = name;
    this.recipe = recipe;
    this.restarts = restarts;
    this.journal = journal;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Starts the process, and from now on again after each end. */
  public synchronized void start() {
    wanted = true;
    if (process != null && process.isAlive()) {
      return;
    }
    paused = false;
    expected = false;
    try {
      Process started = recipe.start(starts++).start();
      process = started;
      journal.note("start", name, "pid " + started.pid());
      var unused = started.onExit().thenAccept(this::ended);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  private synchronized void ended(Process which) {
    if (which != process) {
      return;
    }
    journal.note(expected ? "end" : "died", name, "exit status " + which.exitValue());
    process = null;
    paused = false;
    if (wanted) {
      restarts.later(this::startIfWanted);
    }
  }

  private synchronized void startIfWanted() {
    if (wanted) {
      start();
    }
  }

  /** Its process's number; empty: none runs. */
  public synchronized OptionalLong pid() {
    return process == null ? OptionalLong.empty() : OptionalLong.of(process.pid());
  }

  /** Whether it runs and is not paused. */
  public synchronized boolean isUp() {
    return process != null && process.isAlive() && !paused;
  }

  /** Whether there is a process, paused or not. */
  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** {@code kill -9}; it is started again later. */
  public synchronized void kill() {
    if (process != null) {
      expected = true;
      process.destroyForcibly();
    }
  }

  /** {@code SIGTERM}; it is started again after its end. */
  public synchronized void restart() {
    if (process != null) {
      expected = true;
      process.destroy();
    }
  }

  /** {@code SIGSTOP}, or {@code SIGCONT}. */
  public synchronized void pause(boolean on) {
    if (process != null && paused != on) {
      paused = on;
      signal(on ? "STOP" : "CONT");
    }
  }

  /**
   * Writes what the threads of a JVM do into {@code NAME.threads}.
   *
   * @param folder of the file
   * @throws InterruptedException if the thread is asked to stop
   */
  public void dumpThreads(Path folder) throws InterruptedException {
    Process running;
    synchronized (this) {
      running = paused ? null : process;
    }
    if (running == null) {
      return;
    }
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Commands.into(
          folder.resolve(name + ".threads"),
          DUMP_WITHIN,
          jcmd,
          Long.toString(running.pid()),
          "Thread.print");
    } catch (IOException e) {
      journal.note("failed", name, "its threads are not known: " + e.getMessage());
    }
  }

  private void signal(String which) {
    Process running = process;
    if (running != null) {
      Commands.run("kill", "-" + which, Long.toString(running.pid()));
    }
  }

  /** {@code kill -9} for good. */
  public synchronized void killForGood() {
    wanted = false;
    kill();
  }

  /** Waits until the process that was killed for good is gone. */
  public void awaitEnd() {
    Process running;
    synchronized (this) {
      running = process;
    }
    if (running != null) {
      running.onExit().join();
      ended(running);
    }
  }

  /**
   * {@code SIGTERM} for good; {@code kill -9} if that takes too long.
   *
   * @return whether it ended by itself
   */
  public boolean stop(Duration patience) throws InterruptedException {
    Process running;
    synchronized (this) {
      wanted = false;
      running = process;
      if (running == null) {
        return true;
      }
      pause(false);
      expected = true;
      running.destroy();
    }
    boolean inTime = running.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (!inTime) {
      running.destroyForcibly().waitFor();
    }
    ended(running); // Not later, from another thread.
    return inTime;
  }
}
