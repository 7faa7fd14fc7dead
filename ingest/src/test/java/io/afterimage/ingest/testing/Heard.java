package io.afterimage.ingest.testing;

import io.afterimage.contract.CameraId;
import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestListener;
import io.afterimage.ingest.SourceInfo;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener that remembers. */
public final class Heard implements IngestListener {
  /** Epochs in the order in which they began, by camera. */
  public final Map<CameraId, List<Long>> opened = new ConcurrentHashMap<>();

  /** Frames of the epochs that ended, by camera. */
  public final Map<CameraId, List<Long>> ended = new ConcurrentHashMap<>();

  /** Warnings of all cameras. */
  public final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();

  /** Failures by camera. */
  public final Map<CameraId, IngestException> failures = new ConcurrentHashMap<>();

  /** Waits for a warning with these words. */
  public String awaitWarning(String words) throws InterruptedException {
    while (true) {
      String warning = warnings.poll(20, TimeUnit.SECONDS);
      if (warning == null) {
        throw new AssertionError("nothing was said of " + words);
      }
      if (warning.contains(words)) {
        return warning;
      }
    }
  }

  @Override
  public void opened(CameraId camera, long epoch, SourceInfo info) {
    opened.computeIfAbsent(camera, id -> new CopyOnWriteArrayList<>()).add(epoch);
  }

  @Override
  public void warned(CameraId camera, String sentence) {
    warnings.add(sentence);
  }

  @Override
  public void ended(CameraId camera, long epoch, long frames) {
    ended.computeIfAbsent(camera, id -> new CopyOnWriteArrayList<>()).add(frames);
  }

  @Override
  public void failed(CameraId camera, IngestException failure) {
    failures.put(camera, failure);
  }
}
