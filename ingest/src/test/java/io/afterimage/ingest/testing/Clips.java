package io.afterimage.ingest.testing;

import io.afterimage.ingest.clip.ClipCodec;
import io.afterimage.ingest.clip.ClipSettings;
import io.afterimage.ingest.clip.ClipWriter;
import io.afterimage.ingest.picture.Size;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Clips whose pictures carry their number. */
public final class Clips {
  /** The size of pictures where none is given. */
  public static final Size SIZE = new Size(128, 96);

  private Clips() {}

  /** Times of pictures at a constant rate. */
  public static long[] regular(double fps, int count) {
    return IntStream.range(0, count).mapToLong(i -> Math.round(i * 1e6 / fps)).toArray();
  }

  /** A clip of pictures at those times, numbered from 0. */
  public static Path write(Path file, ClipCodec codec, double fps, long... times) {
    return write(file, codec, SIZE, fps, times);
  }

  /** A clip of pictures at those times, numbered from 0. */
  public static Path write(Path file, ClipCodec codec, Size size, double fps, long... times) {
    try (ClipWriter writer = new ClipWriter(file, ClipSettings.of(codec, size, fps))) {
      for (int i = 0; i < times.length; i++) {
        writer.write(Barcode.draw(i, size.width(), size.height()), times[i]);
      }
    }
    return file;
  }
}
