package io.afterimage.app.clip;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.ingest.clip.ClipCodec;
import io.afterimage.ingest.clip.ClipSettings;
import io.afterimage.ingest.clip.ClipWriter;
import io.afterimage.ingest.picture.Size;
import io.afterimage.ingest.sim.RoomSpec;
import io.afterimage.ingest.sim.SimulatedRoom;
import io.afterimage.ingest.sim.script.LabelledSegment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** A simulated room as a video file with its labels. One use for each object. */
public final class SimulatedClip {
  private final SimulatedRoom room;

  /**
   * Furnishes the room.
   *
   * @param spec which room; with a duration
   */
  public SimulatedClip(RoomSpec spec) {
    room = new SimulatedRoom(spec);
  }

  /**
   * Writes the video, H.264 in the container that the file's ending tells.
   *
   * @param file replaced if it is there
   * @param progress told the number of frames written so far
   * @throws io.afterimage.ingest.IngestException if the file cannot be written
   */
  public void writeVideo(Path file, LongConsumer progress) {
    RoomSpec spec = room.spec();
    ClipSettings settings =
        ClipSettings.of(ClipCodec.H264, new Size(spec.width(), spec.height()), spec.fps());
    byte[] bgr = new byte[room.frameBytes()];
    try (ClipWriter writer = new ClipWriter(file, settings)) {
      for (long frame = 0; frame < room.frames(); frame++) {
        long ptsUs = room.ptsUs(frame);
        room.render(ptsUs, bgr);
        writer.write(bgr, ptsUs);
        progress.accept(frame + 1);
      }
    }
  }

  /**
   * Writes what is to be seen when, as {@code start_s,end_s,label}, without gaps.
   *
   * @throws AppException {@link Code#CONFIG} if the file cannot be written
   */
  public void writeLabels(Path file) {
    long endUs = room.ptsUs(room.frames());
    List<LabelledSegment> segments = room.segments(endUs);
    String lines =
        segments.stream()
            .map(
                segment ->
                    String.format(
                        Locale.ROOT,
                        "%.3f,%.3f,%s\n",
                        segment.startUs() / 1e6,
                        Math.min(segment.endUs(), endUs) / 1e6,
                        segment.label()))
            .collect(Collectors.joining());
    try {
      Files.writeString(file, "start_s,end_s,label\n" + lines, UTF_8);
    } catch (IOException e) {
      throw new AppException(
          Code.CONFIG,
          "the labels cannot be written to %s: see whether its folder is there".formatted(file),
          e);
    }
  }

  /** How many frames the video has. */
  public long frames() {
    return room.frames();
  }
}
