package io.afterimage.ingest.sim;

import io.afterimage.ingest.sim.script.LabelledSegment;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes a simulated room for training: raw bgr24 frames to standard output, and the labels to a
 * file. Arguments: the address, with a duration, and the file of the labels.
 */
final class SimDump {
  private SimDump() {}

  public static void main(String[] arguments) throws IOException {
    RoomSpec spec = RoomSpec.parse(arguments[0]);
    SimulatedRoom room = new SimulatedRoom(spec);
    long frames = room.frames();
    StringBuilder labels = new StringBuilder("start_s,end_s,label\n");
    for (LabelledSegment segment : room.segments(room.ptsUs(frames))) {
      labels.append(
          String.format(
              Locale.ROOT,
              "%.2f,%.2f,%s%n",
              segment.startUs() / 1e6,
              segment.endUs() / 1e6,
              segment.label()));
    }
    Files.writeString(Path.of(arguments[1]), labels);
    byte[] frame = new byte[room.frameBytes()];
    OutputStream out = new BufferedOutputStream(System.out, 1 << 20);
    for (long i = 0; i < frames; i++) {
      room.render(room.ptsUs(i), frame);
      out.write(frame);
    }
    out.flush();
  }
}
