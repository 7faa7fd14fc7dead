package io.afterimage.ingest.testing;

import io.afterimage.contract.CameraId;
import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestListener;
import io.afterimage.ingest.SourceInfo;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that remembers. */
public final class Heard implements IngestListener {
  /** Epochs in the order in which they began, by camera. */
  public final Map<CameraId, List<Long>> opened = new ConcurrentHashMap<>();

  /** Frames of the epochs that ended, by camera. */
  public final Map<CameraId, List<Long>> ended = new ConcurrentHashMap<>();

  /** Warnings of all cameras. */
  public final List<String> warnings = new CopyOnWriteArrayList<>();

  /** Failures by camera. */
  public final Map<CameraId, IngestException> failures = new ConcurrentHashMap<>();

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
