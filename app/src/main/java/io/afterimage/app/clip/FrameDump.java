package io.afterimage.app.clip;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.ingest.sample.FrameReader;
import io.afterimage.ingest.sample.SampledFrame;
import io.afterimage.ingest.sim.PersonBox;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sampled frames on disk, byte for byte what an encoder reads: one file of raw records {@code
 * uint8[frames, planes, height, width, channels]}, and beside it, with {@code .csv} appended, their
 * numbers, times, labels and, of the simulator's, where in the picture somebody is.
 */
public final class FrameDump {
  private FrameDump() {}

  /**
   * Writes all frames of a source.
   *
   * @param frames the source; stays the caller's
   * @param file the file of records; replaced if it is there
   * @param progress told each frame's time in microseconds
   * @return how many frames were written
   * @throws AppException {@link Code#CONFIG} if a file cannot be written
   * @throws io.afterimage.ingest.IngestException if the source breaks
   */
  public static long write(FrameReader frames, Path file, LongConsumer progress) {
    Path index = file.resolveSibling(file.getFileName() + ".csv");
    long count = 0;
    try (OutputStream out = Files.newOutputStream(file);
        BufferedWriter csv = Files.newBufferedWriter(index, UTF_8)) {
      csv.write("seq,pts_us,new_epoch,label,left,top,right,bottom\n");
      for (SampledFrame frame = frames.next(); frame != null; frame = frames.next()) {
        out.write(frame.value().array());
        String label = frame.label() == null ? "" : frame.label();
        csv.write(
            "%d,%d,%s,%s,%s%n"
                .formatted(count, frame.ptsUs(), frame.first(), label, box(frame.person())));
        progress.accept(frame.ptsUs());
        count++;
      }
    } catch (IOException e) {
      throw new AppException(
          Code.CONFIG, "%s cannot be written: name another file with --out".formatted(file), e);
    }
    return count;
  }

  private static String box(@Nullable PersonBox person) {
    return person == null
        ? ",,,"
        : String.format(
            Locale.ROOT, // a comma in a number would be one more column
            "%.4f,%.4f,%.4f,%.4f",
            person.left(),
            person.top(),
            person.right(),
            person.bottom());
  }
}
