package io.afterimage.app.replay;

import io.afterimage.app.kafka.StretchReader.Pulse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What may end a replay before its time. For one thread. */
final class Ends implements Pulse {
  private static final long BEAT_MS = 100;

  private final List<CompletableFuture<?>> ends;

  /**
   * @param ends each completed when the replay is to stop; with an exception as its value if that
   *     is why
   */
  Ends(List<CompletableFuture<?>> ends) {
    this.ends = new ArrayList<>(ends);
  }

  /** Adds another one. */
  void add(CompletableFuture<?> end) {
    ends.add(end);
  }

  /** Goes on after a while, or stops at once. */
  @Override
  public void check() throws InterruptedException {
    await(BEAT_MS);
  }

  /** Goes on, or stops. */
  void look() throws InterruptedException {
    await(0);
  }

  private void await(long millis) throws InterruptedException {
    try {
      Object end =
          CompletableFuture.anyOf(ends.toArray(CompletableFuture[]::new))
              .get(millis, TimeUnit.MILLISECONDS);
      if (end instanceof RuntimeException fault) {
        throw fault;
      }
      throw new InterruptedException("the replay was asked to stop");
    } catch (TimeoutException e) {
      // Nothing ends it.
    } catch (ExecutionException e) {
      throw new IllegalStateException("an end is told by a value, never by an exception", e);
    }
  }
}
