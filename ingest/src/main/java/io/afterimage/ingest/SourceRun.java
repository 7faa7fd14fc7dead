package io.afterimage.ingest;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Position;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.publish.CameraFeed;
import io.afterimage.ingest.publish.CameraMetrics;
import io.afterimage.ingest.publish.EpochFence;
import io.afterimage.ingest.publish.Publisher;
import io.afterimage.ingest.sample.FrameReader;
import io.afterimage.ingest.sample.PreviewMaker;
import io.afterimage.ingest.sample.ReaderSettings;
import io.afterimage.ingest.sample.SampledFrame;
import io.afterimage.ingest.stream.CallDeadline;
import io.afterimage.ingest.stream.Deadlines;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one source from opening to end, on its own thread, which owns all that it opens. */
final class SourceRun implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SourceRun.class);

  private final SourceSpec spec;
  private final IngestSettings settings;
  private final Deadlines deadlines;
  private final Publisher publisher;
  private final EpochFence fence;
  private final MeterRegistry registry;
  private final CameraMetrics metrics;
  private final IngestListener listener;
  private final CallDeadline deadline = new CallDeadline();
  private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
  private final Thread thread;
  private volatile @Nullable CameraFeed feed;
  private boolean saidSlow;

  SourceRun(
      SourceSpec spec,
      IngestSettings settings,
      Deadlines deadlines,
      Publisher publisher,
      EpochFence fence,
      MeterRegistry registry,
      IngestListener listener) {
    this.spec = spec;
    this.settings = settings;
    this.deadlines = deadlines;
    this.publisher = publisher;
    this.fence = fence;
    this.registry = registry;
    this.metrics = new CameraMetrics(registry, spec.camera());
    this.listener = listener;
    this.thread = new Thread(this, "afterimage-ingest-" + spec.camera());
    thread.setDaemon(true);
  }

  /** Begins to read. */
  void start() {
    thread.start();
  }

  /** Wakes the thread where it waits for Kafka. */
  void interrupt() {
    if (thread.isAlive()) {
      thread.interrupt();
    }
  }

  @Override
  public void run() {
    try {
      readToEnd();
    } finally {
      done.complete(null);
    }
  }

  private void readToEnd() {
    try {
      read();
    } catch (IngestException e) {
      endAfter(e);
      if (e.code() != Code.CLOSED) {
        fail(e);
      }
    } catch (RuntimeException e) {
      if (deadline.isCancelled()) {
        LOG.debug("camera {} was closed in the middle of something", camera(), e);
        return;
      }
      LOG.error("camera {} failed for a reason that should not exist", camera(), e);
      endAfter(e);
      fail(new IngestException(Code.INTERNAL, "%s: %s".formatted(spec.address(), e), e));
    }
  }

  /** The first failure is the one to tell of. */
  private void endAfter(RuntimeException failure) {
    try {
      end();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Ends the run from another thread; it may take a moment, see {@link #done}. */
  void cancel() {
    deadline.cancel();
    if (thread.getState() == Thread.State.NEW) {
      done.complete(null);
    }
  }

  /** Completes when the source is closed. */
  CompletableFuture<@Nullable Void> done() {
    return done;
  }

  /** Publishes the end marker of the open epoch, if there is one. */
  void end() {
    CameraFeed open = feed;
    if (open == null) {
      return;
    }
    publisher.forget(open);
    Position last = open.end();
    if (last != null) {
      listener.ended(camera(), last.epoch(), last.seq() + 1);
    }
  }

  private void read() {
    ReaderSettings reading =
        new ReaderSettings(
            settings.input(),
            settings.rateFps(),
            settings.filtered(),
            settings.encoding(),
            settings.realtime(),
            deadlines);
    try (FrameReader reader = FrameReader.open(spec.address(), reading, deadline);
        PreviewMaker previews = new PreviewMaker()) {
      CameraFeed open =
          publisher.feed(camera(), reader.info().finite(), metrics, deadline, this::warn);
      feed = open;
      for (SampledFrame frame = reader.next(); frame != null; frame = reader.next()) {
        publish(frame, open, reader, previews);
      }
      metrics.totals(reader.decoded(), reader.repaired(), reader.damaged());
      sayIfSlow(reader, true);
      warn(reader.shortfall());
      end();
    }
  }

  private void publish(
      SampledFrame frame, CameraFeed open, FrameReader reader, PreviewMaker previews) {
    if (deadline.isCancelled()) {
      throw new IngestException(Code.CLOSED, "closed before a frame was published");
    }
    if (frame.first()) {
      begin(open, reader);
    }
    Position at = open.frame(frame);
    if (settings.previews() && previews.isDue(at.ptsUs()) && !open.isBehind()) {
      open.preview(at, previews.make(reader.picture(), at.ptsUs()));
    }
    metrics.totals(reader.decoded(), reader.repaired(), reader.damaged());
    sayIfSlow(reader, false);
    listener.progress(camera(), at.ptsUs());
  }

  private void begin(CameraFeed open, FrameReader reader) {
    Position before = open.end();
    if (before != null) {
      listener.ended(camera(), before.epoch(), before.seq() + 1);
    }
    long epoch = fence.take(camera());
    open.begin(epoch);
    LOG.info("camera {} reads {} as epoch {}", camera(), spec.address(), epoch);
    listener.opened(camera(), epoch, reader.info());
  }

  private void sayIfSlow(FrameReader reader, boolean atEnd) {
    String sentence = saidSlow ? null : reader.slowness(atEnd);
    if (sentence != null) {
      saidSlow = true;
      warn(sentence);
    }
  }

  private void warn(@Nullable String sentence) {
    if (sentence != null) {
      LOG.warn("camera {}: {}", camera(), sentence);
      listener.warned(camera(), sentence);
    }
  }

  private void fail(IngestException failure) {
    LOG.error("camera {}: {}", camera(), failure.getMessage());
    registry
        .counter(
            "afterimage.ingest.source.failures",
            "cause",
            failure.code().name().toLowerCase(Locale.ROOT))
        .increment();
    listener.failed(camera(), failure);
  }

  private CameraId camera() {
    return spec.camera();
  }
}
