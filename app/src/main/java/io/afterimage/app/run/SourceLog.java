package io.afterimage.app.run;

import io.afterimage.contract.CameraId;
import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestListener;
import io.afterimage.ingest.SourceInfo;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Notes what a run has to know of its sources, and passes all on to what is shown. Thread-safe. */
final class SourceLog implements IngestListener {
  private final RunEpochs epochs;
  private final IngestListener shown;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicLong frames = new AtomicLong();

  SourceLog(RunEpochs epochs, IngestListener shown) {
    this.epochs = epochs;
    this.shown = shown;
  }

  @Override
  public void opened(CameraId camera, long epoch, SourceInfo info) {
    epochs.opened(camera, epoch);
    shown.opened(camera, epoch, info);
  }

  @Override
  public void progress(CameraId camera, long ptsUs) {
    frames.incrementAndGet();
    shown.progress(camera, ptsUs);
  }

  @Override
  public void warned(CameraId camera, String sentence) {
    shown.warned(camera, sentence);
  }

  @Override
  public void ended(CameraId camera, long epoch, long count) {
    shown.ended(camera, epoch, count);
  }

  @Override
  public void failed(CameraId camera, IngestException failure) {
    failures.incrementAndGet();
    shown.failed(camera, failure);
  }

  /** How many sources failed. */
  int failures() {
    return failures.get();
  }

  /** How many frames were sampled. */
  long frames() {
    return frames.get();
  }
}
