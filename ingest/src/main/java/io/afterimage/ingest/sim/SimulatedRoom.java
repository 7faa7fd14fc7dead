package io.afterimage.ingest.sim;

import io.afterimage.ingest.sim.render.FramePainter;
import io.afterimage.ingest.sim.scene.Furnisher;
import io.afterimage.ingest.sim.scene.Room;
import io.afterimage.ingest.sim.script.LabelledSegment;
import io.afterimage.ingest.sim.script.RoomScript;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ceiling camera over a room in which a person walks, stands, sits, lies and falls. What a frame
 * shows follows from the {@link RoomSpec} and the frame's time alone: frames may be asked for in
 * any order, and always are the same bytes. Not safe for use by several threads.
 */
public final class SimulatedRoom {
  private final RoomSpec spec;
  private final RoomScript script;
  private final FramePainter painter;

  /** Furnishes the room; this takes a moment, since the empty room is drawn once. */
  public SimulatedRoom(RoomSpec spec) {
    this.spec = spec;
    Room room = Furnisher.furnish(spec.seed(), spec.width(), spec.height());
    this.script = new RoomScript(room, spec.seed());
    this.painter = new FramePainter(room, spec.seed());
  }

  /** Returns what this room was made from. */
  public RoomSpec spec() {
    return spec;
  }

  /** Returns the size of a frame in bytes: three for each pixel. */
  public int frameBytes() {
    return 3 * spec.width() * spec.height();
  }

  /** Returns how many frames there are, or {@link Long#MAX_VALUE} for a stream without end. */
  public long frames() {
    return spec.duration()
        .map(Duration::toNanos)
        .map(nanos -> (long) Math.ceil(nanos / 1e9 * spec.fps() - 1e-6))
        .orElse(Long.MAX_VALUE);
  }

  /** Returns the presentation time of a frame, counted from 0, in microseconds. */
  public long ptsUs(long frame) {
    return Math.round(frame * 1e6 / spec.fps());
  }

  /**
   * Draws the frame at a time.
   *
   * @param ptsUs its presentation time in microseconds, 0 or more
   * @param bgr receives blue, green and red of each pixel, row by row from the top; {@link
   *     #frameBytes()} long
   * @throws IllegalArgumentException if the array has another length
   */
  public void render(long ptsUs, byte[] bgr) {
    if (bgr.length != frameBytes()) {
      throw new IllegalArgumentException(
          "A frame takes " + frameBytes() + " bytes, not " + bgr.length + ".");
    }
    double seconds = ptsUs / 1e6;
    long frame = Math.round(seconds * spec.fps());
    painter.paint(
        frame, seconds, script.usesAt(seconds), offset -> script.bodiesAt(seconds + offset), bgr);
  }

  /**
   * Draws the frame at a time.
   *
   * @param ptsUs its presentation time in microseconds, 0 or more
   * @param target an image of this room's size and of {@link BufferedImage#TYPE_3BYTE_BGR}
   * @throws IllegalArgumentException if the image has another type or size
   */
  public void render(long ptsUs, BufferedImage target) {
    if (target.getType() != BufferedImage.TYPE_3BYTE_BGR
        || target.getWidth() != spec.width()
        || target.getHeight() != spec.height()) {
      throw new IllegalArgumentException(
          "The image must be of TYPE_3BYTE_BGR and "
              + spec.width()
              + "x"
              + spec.height()
              + " pixels.");
    }
    render(ptsUs, ((DataBufferByte) target.getRaster().getDataBuffer()).getData());
  }

  /** Returns what is to be seen at a time in microseconds, for example {@code sit_down}. */
  public String labelAt(long ptsUs) {
    return script.labelAt(ptsUs);
  }

  /** Returns where anybody is at a time in microseconds; null if nobody is in the picture. */
  public @Nullable PersonBox personAt(long ptsUs) {
    return painter.extent(script.bodiesAt(ptsUs / 1e6));
  }

  /** Returns all segments from the beginning to a time in microseconds, without gaps. */
  public List<LabelledSegment> segments(long untilUs) {
    return script.segments(untilUs);
  }
}
