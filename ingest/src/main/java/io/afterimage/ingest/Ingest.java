package io.afterimage.ingest;

import io.afterimage.contract.CameraId;
import io.afterimage.ingest.publish.EpochFence;
import io.afterimage.ingest.publish.Publisher;
import io.afterimage.ingest.stream.Deadlines;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Watches cameras: reads each source on a thread of its own and publishes sampled frames, previews
 * and markers. A source that fails tells the listener and leaves the others alone. Thread-safe.
 */
public final class Ingest implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long CLOSE_MS = 1_200;
  private static final Duration CLOSE_CLIENTS = Duration.ofMillis(700);

  private final Publisher publisher;
  private final List<SourceRun> runs;
  private final CompletableFuture<@Nullable Void> end;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Opens the Kafka clients; sources are opened by {@link #start}.
   *
   * @param encoder takes frames and markers in the same process; null: they go to the topic {@code
   *     frames}
   * @throws IllegalArgumentException if two sources have the same camera id
   */
  public Ingest(
      IngestSettings settings,
      List<SourceSpec> sources,
      @Nullable FrameSink encoder,
      MeterRegistry registry,
      IngestListener listener) {
    this(settings, sources, encoder, registry, listener, Deadlines.DEFAULT, PATIENCE);
  }

  Ingest(
      IngestSettings settings,
      List<SourceSpec> sources,
      @Nullable FrameSink encoder,
      MeterRegistry registry,
      IngestListener listener,
      Deadlines deadlines,
      Duration patience) {
    Set<CameraId> cameras = new HashSet<>();
    for (SourceSpec source : sources) {
      if (!cameras.add(source.camera())) {
        throw new IllegalArgumentException(
            "camera id " + source.camera() + " is given twice: each source needs its own");
      }
    }
    publisher = new Publisher(settings, encoder, patience);
    EpochFence fence = new EpochFence(settings.kafka(), settings.topics());
    runs =
        sources.stream()
            .map(
                source ->
                    new SourceRun(
                        source, settings, deadlines, publisher, fence, registry, listener))
            .toList();
    end =
        CompletableFuture.allOf(
            runs.stream().map(SourceRun::done).toArray(CompletableFuture<?>[]::new));
  }

  /** Starts to read; once. */
  public void start() {
    publisher.start();
    runs.forEach(SourceRun::start);
  }

  /** Completes, without an error, when every source has ended or failed; the same at each call. */
  public CompletableFuture<@Nullable Void> end() {
    return end;
  }

  /** Waits until every source has ended or failed. */
  public void awaitEnd() throws InterruptedException {
    try {
      end().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Ends every source within two seconds, with end markers for epochs that are open. A source that
   * hangs where FFmpeg cannot be interrupted is left to its thread, which frees what it holds.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    runs.forEach(SourceRun::cancel);
    if (!settled(CLOSE_MS / 2)) {
      runs.forEach(SourceRun::interrupt);
      settled(CLOSE_MS / 2);
    }
    runs.forEach(SourceRun::end);
    publisher.close(CLOSE_CLIENTS);
  }

  private boolean settled(long millis) {
    try {
      end().get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
