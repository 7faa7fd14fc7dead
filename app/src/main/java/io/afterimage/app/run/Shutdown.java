package io.afterimage.app.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C end a command in good order: the first signal completes {@link #asked}, and the
 * process waits until the command has closed what it holds, but not longer than five seconds.
 * Thread-safe.
 */
public final class Shutdown implements AutoCloseable {
  private static final long PATIENCE_MS = 4_800;

  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "afterimage-shutdown");

  /** Begins to listen for the signal. */
  public Shutdown() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Completes when the process was asked to stop. */
  public CompletableFuture<Void> asked() {
    return asked;
  }

  /** Everything is closed. */
  @Override
  public void close() {
    closed.countDown();
    if (!asked.isDone()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private void stop() {
    asked.complete(null);
    try {
      if (!closed.await(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        System.err.println("afterimage: not everything could be closed in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
