package io.afterimage.ingest.source;

import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.SourceInfo;
import io.afterimage.ingest.picture.Picture;
import io.afterimage.ingest.picture.PixelFormat;
import io.afterimage.ingest.picture.Size;
import io.afterimage.ingest.sim.RoomSpec;
import io.afterimage.ingest.sim.SimulatedRoom;
import io.afterimage.ingest.stream.CallDeadline;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A camera that is drawn. Without a duration it runs in real time and skips what it was too slow
 * for, like a camera; only pictures that are asked for are drawn.
 */
final class SimulatedSource implements PictureSource {
  private final SimulatedRoom room;
  private final CallDeadline stop;
  private final SourceInfo info;
  private final Size size;
  private final @Nullable Pacer pacer;
  private final Picture picture;
  private final byte[] bgr;
  private long frame = -1;
  private boolean drawn;

  private SimulatedSource(SimulatedRoom room, boolean realtime, CallDeadline stop) {
    RoomSpec spec = room.spec();
    this.room = room;
    this.stop = stop;
    this.size = new Size(spec.width(), spec.height());
    this.info =
        new SourceInfo(
            "sim",
            spec.width(),
            spec.height(),
            spec.fps(),
            spec.duration().map(SimulatedSource::micros).orElse(OptionalLong.empty()),
            spec.duration().isPresent());
    this.pacer = realtime || !info.finite() ? new Pacer(stop) : null;
    this.picture = Picture.allocate(PixelFormat.BGR, size);
    this.bgr = new byte[room.frameBytes()];
  }

  static SimulatedSource open(SourceAddress address, boolean realtime, CallDeadline stop) {
    try {
      return new SimulatedSource(new SimulatedRoom(RoomSpec.parse(address.url())), realtime, stop);
    } catch (IllegalArgumentException e) {
      throw new IngestException(Code.BAD_ADDRESS, address + ": " + e.getMessage(), e);
    }
  }

  @Override
  public SourceInfo info() {
    return info;
  }

  @Override
  public @Nullable Arrival next() {
    if (stop.isCancelled()) {
      throw new IngestException(Code.CLOSED, "the reader was closed");
    }
    frame++;
    if (frame >= room.frames()) {
      return null;
    }
    long time = room.ptsUs(frame);
    if (pacer != null) {
      pacer.await(time);
    }
    drawn = false;
    return new Arrival(
        size,
        time,
        System.nanoTime(),
        Instant.now().truncatedTo(ChronoUnit.MICROS),
        room.labelAt(time),
        room.personAt(time));
  }

  @Override
  public Picture picture() {
    if (!drawn) {
      room.render(room.ptsUs(frame), bgr);
      picture.makeWritable();
      picture.writeRows(0, bgr, size.width() * 3);
      drawn = true;
    }
    return picture;
  }

  @Override
  public long damaged() {
    return 0;
  }

  @Override
  public @Nullable String shortfall() {
    return null;
  }

  @Override
  public void close() {
    picture.close();
  }

  private static OptionalLong micros(Duration time) {
    return OptionalLong.of(time.toNanos() / 1000);
  }
}
