package io.afterimage.bench.chaos.process;

import java.util.Random;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Does things a short random time later, as a service manager would. Thread-safe. */
public final class Restarts implements AutoCloseable {
  private static final int MOST_MS = 1_500;

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          2,
          task -> {
            Thread thread = new Thread(task, "chaos-restarts");
            thread.setDaemon(true);
            return thread;
          });
  private final Random random;

  /**
   * @param seed decides the times
   */
  public Restarts(long seed) {
    random = new Random(seed);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Does something within a second and a half. */
  public void later(Runnable task) {
    in(random.nextInt(MOST_MS), task);
  }

  /** Does something after that many milliseconds. */
  public void in(long millis, Runnable task) {
    if (!executor.isShutdown()) {
      var unused = executor.schedule(task, millis, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
