package io.afterimage.app.live;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Packs that a thread of their own opens while something else starts. Owns them. Thread-safe but
 * for {@link #close}.
 */
public final class PacksOpening implements AutoCloseable {
  private final CompletableFuture<LivePacks> packs;

  /**
   * Begins.
   *
   * @param open opens them
   */
  public PacksOpening(Supplier<LivePacks> open) {
    packs =
        CompletableFuture.supplyAsync(open, task -> new Thread(task, "afterimage-packs").start());
  }

  /**
   * The packs, once they are open; what this throws is what opening them threw. They stay this
   * object's.
   */
  public LivePacks get() {
    try {
      return packs.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException fault ? fault : e;
    }
  }

  /** Waits until they are open, and closes them. */
  @Override
  public void close() {
    packs.thenAccept(LivePacks::close).exceptionally(e -> null).join();
  }
}
