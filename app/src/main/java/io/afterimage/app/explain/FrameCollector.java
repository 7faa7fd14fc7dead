package io.afterimage.app.explain;

import io.afterimage.app.explain.draw.MediaTime;
import io.afterimage.app.explain.draw.Scene;
import io.afterimage.ingest.picture.Size;
import io.afterimage.ingest.sample.StillReader;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recording once and hands over each caption or action as soon as its last frame is there.
 * Holds only pictures that one of them still waits with, at the size at which they are drawn. For
 * one thread.
 */
final class FrameCollector {
  /** Containers round timestamps to milliseconds, and a copy in another container may too. */
  private static final long TOLERANCE_US = 1_000;

  private static final Size STILL = new Size(1280, 960);
  private static final Size ONE_OF_MANY = new Size(640, 480);

  private final PackInputs inputs;
  private final Consumer<Scene> taker;
  private final TreeMap<Long, List<Waiting>> wanted = new TreeMap<>();
  private int torn;
  private @Nullable String cause;

  /**
   * @param asked the captions and actions, in the order of their last frames
   * @param inputs what the packs read
   * @param taker gets each whose frames are all there, in that order
   */
  FrameCollector(List<Asked> asked, PackInputs inputs, Consumer<Scene> taker) {
    this.inputs = inputs;
    this.taker = taker;
    for (Asked one : asked) {
      Waiting waiting = new Waiting(one);
      one.timesUs().stream()
          .distinct()
          .forEach(time -> wanted.computeIfAbsent(time, key -> new ArrayList<>()).add(waiting));
    }
  }

  /**
   * Reads the recording's first epoch as far as frames are asked for.
   *
   * @param reader at its beginning; stays the caller's
   * @param progress told each picture's time in microseconds
   * @throws io.afterimage.ingest.IngestException if it breaks
   */
  void collect(StillReader reader, LongConsumer progress) {
    long lastUs = 0;
    for (boolean first = true; !wanted.isEmpty(); first = false) {
      if (!reader.next()) {
        giveUp("ends at " + MediaTime.clock(lastUs));
        return;
      }
      if (reader.startsEpoch() && !first) {
        giveUp("changes its resolution, which begins an epoch, at " + MediaTime.clock(lastUs));
        return;
      }
      lastUs = reader.ptsUs();
      progress.accept(lastUs);
      Map<Showing, BufferedImage> drawn = new HashMap<>();
      while (!wanted.isEmpty() && wanted.firstKey() - TOLERANCE_US <= lastUs) {
        Map.Entry<Long, List<Waiting>> due = wanted.pollFirstEntry();
        for (Waiting waiting : due.getValue()) {
          serve(waiting, due.getKey(), reader, drawn);
        }
      }
    }
  }

  /** How many of them have a frame that the recording does not have. */
  int torn() {
    return torn;
  }

  /** Why, as what is said of the recording; null if there are none. */
  @Nullable String cause() {
    return cause;
  }

  private void serve(
      Waiting waiting, long timeUs, StillReader reader, Map<Showing, BufferedImage> drawn) {
    if (waiting.torn) {
      return;
    }
    if (waiting.asked.exact() && reader.ptsUs() > timeUs + TOLERANCE_US) {
      tear(waiting, "has no picture at " + MediaTime.clock(timeUs));
      return;
    }
    boolean many = waiting.asked.timesUs().size() > 1;
    Showing showing =
        Showing.of(
            inputs.of(waiting.asked.subject().pack()), reader.size(), many ? ONE_OF_MANY : STILL);
    BufferedImage picture = drawn.computeIfAbsent(showing, key -> picture(reader, key));
    waiting.shots.put(timeUs, new Scene.Shot(reader.ptsUs(), picture));
    if (timeUs == waiting.asked.lastUs()) {
      taker.accept(waiting.scene());
      waiting.shots.clear();
    }
  }

  private static BufferedImage picture(StillReader reader, Showing showing) {
    byte[] rgb = reader.pixels(showing.size(), showing.fit());
    int width = showing.size().width();
    int height = showing.size().height();
    int[] pixels = new int[width * height];
    for (int i = 0; i < pixels.length; i++) {
      int red = rgb[3 * i] & 0xff;
      int green = rgb[3 * i + 1] & 0xff;
      int blue = rgb[3 * i + 2] & 0xff;
      pixels[i] = red << 16 | green << 8 | blue;
    }
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, width, height, pixels, 0, width);
    return picture;
  }

  private void giveUp(String why) {
    long furthest = wanted.lastKey();
    wanted.values().stream()
        .flatMap(List::stream)
        .forEach(
            waiting ->
                tear(waiting, why + " and they show frames up to " + MediaTime.clock(furthest)));
    wanted.clear();
  }

  private void tear(Waiting waiting, String why) {
    if (!waiting.torn) {
      waiting.torn = true;
      waiting.shots.clear();
      torn++;
      cause = cause == null ? why : cause;
    }
  }

  /** One that is asked for, and the frames of it that have come. */
  private static final class Waiting {
    final Asked asked;
    final Map<Long, Scene.Shot> shots = new HashMap<>();
    boolean torn;

    Waiting(Asked asked) {
      this.asked = asked;
    }

    /** All frames, in the attention's order, which need not be that of time. */
    Scene scene() {
      List<Scene.Shot> ordered = new ArrayList<>();
      for (long time : asked.timesUs()) {
        ordered.add(Objects.requireNonNull(shots.get(time)));
      }
      return new Scene(asked.subject(), asked.attention(), ordered);
    }
  }
}
