package io.afterimage.ingest.sim.script;

import io.afterimage.ingest.sim.figure.Capsule;
import io.afterimage.ingest.sim.scene.Room;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens in a room, without end: the same room and seed always see the same people do the
 * same things. Any time can be asked for, in any order. Not safe for use by several threads.
 */
public final class RoomScript {
  private static final long CHAPTER_US = Math.round(Chapter.SECONDS * 1e6);
  private final Room room;
  private final long seed;
  private Chapter open;
  private long openNumber;

  /** Writes the script of a room. */
  public RoomScript(Room room, long seed) {
    this.room = room;
    this.seed = seed;
    this.open = Chapter.write(room, seed, 0);
  }

  /** Returns the pieces of all bodies at a time of the stream; none while nobody is there. */
  public List<Capsule> bodiesAt(double seconds) {
    double time = Math.max(0, seconds);
    long number = (long) (time / Chapter.SECONDS);
    return chapter(number).bodiesAt(time - number * Chapter.SECONDS);
  }

  /** Returns how often the mattresses have been used until a time of the stream. */
  public int usesAt(double seconds) {
    double time = Math.max(0, seconds);
    long number = (long) (time / Chapter.SECONDS);
    return (int) number + chapter(number).usesAt(time - number * Chapter.SECONDS);
  }

  /** Returns the label at a time of the stream in microseconds. */
  public String labelAt(long ptsUs) {
    long number = Math.floorDiv(ptsUs, CHAPTER_US);
    return chapter(number).labelAt((ptsUs - number * CHAPTER_US) / 1e6).text();
  }

  /**
   * Returns the segments from the stream's beginning to a time: without gaps, neighbours of
   * different labels.
   */
  public List<LabelledSegment> segments(long untilUs) {
    List<LabelledSegment> all = new ArrayList<>();
    for (long number = 0; number * CHAPTER_US < untilUs; number++) {
      chapter(number).addSegments(number * CHAPTER_US, all);
    }
    List<LabelledSegment> merged = new ArrayList<>();
    for (LabelledSegment segment : all) {
      if (segment.startUs() >= untilUs) {
        break;
      }
      LabelledSegment cut =
          new LabelledSegment(
              segment.startUs(), Math.min(untilUs, segment.endUs()), segment.label());
      int last = merged.size() - 1;
      if (last >= 0 && merged.get(last).label().equals(cut.label())) {
        merged.set(last, new LabelledSegment(merged.get(last).startUs(), cut.endUs(), cut.label()));
      } else {
        merged.add(cut);
      }
    }
    return merged;
  }

  private Chapter chapter(long number) {
    if (number != openNumber) {
      open = Chapter.write(room, seed, number);
      openNumber = number;
    }
    return open;
  }
}
