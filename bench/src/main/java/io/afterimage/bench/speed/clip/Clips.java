package io.afterimage.bench.speed.clip;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.clip.SimulatedClip;
import io.afterimage.ingest.sim.RoomSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Clips for cameras, 25 pictures a second: cut from recordings, or from simulated rooms where there
 * are none. What is made is kept and used again. Used by one thread.
 */
public final class Clips {
  /** Rooms that are drawn if nothing was recorded. */
  private static final int ROOMS = 16;

  private static final int ROOM_SECONDS = 60;

  /** One key frame's distance in the recordings of rooms: so each offset gives another cut. */
  private static final double STEP_S = 2.4;

  /** The longest wait for a key frame, where a cut begins: a drawn room has its first one alone. */
  private static final int KEY_FRAME_SECONDS = ROOM_SECONDS;

  /** Offsets up to the shortest recording's length; 7 has no divisor in common with it. */
  private static final int OFFSETS = 24;

  private static final int STRIDE = 7;

  private final List<Path> recordings;
  private final Path work;

  private Clips(List<Path> recordings, Path work) {
    this.recordings = List.copyOf(recordings);
    this.work = work;
  }

  /**
   * The recordings of a folder.
   *
   * @param folder with {@code .mp4} files, each a minute or longer; null: rooms are drawn instead
   * @param work where what is made is kept
   * @throws AppException {@link Code#SOURCE} if the folder holds none
   * @throws IOException if a folder cannot be read or written
   */
  public static Clips open(@Nullable Path folder, Path work) throws IOException {
    Files.createDirectories(work);
    List<Path> found = folder == null ? drawn(work) : recorded(folder);
    if (found.isEmpty()) {
      throw new AppException(
          Code.SOURCE, "there are no .mp4 files in %s: name another folder".formatted(folder));
    }
    return new Clips(found, work);
  }

  /**
   * A clip for each camera, no two of the first few hundred alike: recordings in turn, at different
   * offsets.
   *
   * @param cameras how many
   * @param seconds how long each is at least, if its recording has a key frame each minute
   * @throws IOException if one cannot be kept
   * @throws InterruptedException if the thread is asked to stop
   */
  public List<Path> cameras(int cameras, int seconds) throws IOException, InterruptedException {
    List<Path> clips = new ArrayList<>();
    for (int camera = 0; camera < cameras; camera++) {
      Path recording = recordings.get(camera % recordings.size());
      double offset = offset(camera / recordings.size());
      int length = seconds + (offset > 0 ? KEY_FRAME_SECONDS : 0);
      clips.add(
          made(
              "cut-%d-%ds-%s".formatted(camera, seconds, recording.getFileName()),
              Ffmpeg.bundled(),
              into -> Ffmpeg.cut(recording, offset, length, into)));
    }
    return clips;
  }

  /**
   * One recording enlarged, H.264 with the machine's own {@code ffmpeg}.
   *
   * @param width pixels
   * @param height pixels
   * @param seconds how long it is
   * @throws AppException {@link Code#SOURCE} if that {@code ffmpeg} is missing or has no libx264
   * @throws IOException if it cannot be kept
   * @throws InterruptedException if the thread is asked to stop
   */
  public Path enlarged(int width, int height, int seconds)
      throws IOException, InterruptedException {
    Path recording = recordings.get(0);
    return made(
        "%dx%d-%ds-%s".formatted(width, height, seconds, recording.getFileName()),
        Ffmpeg.installed(),
        into -> Ffmpeg.enlarge(recording, width + ":" + height, seconds, into));
  }

  /** Where the n-th cut of each recording begins, seconds. */
  static double offset(int cut) {
    return cut * STRIDE % OFFSETS * STEP_S;
  }

  /** The arguments that make a file. */
  private interface Recipe {
    List<String> into(Path file);
  }

  private Path made(String name, Ffmpeg ffmpeg, Recipe recipe)
      throws IOException, InterruptedException {
    Path file = work.resolve(name);
    if (!Files.exists(file)) {
      Path unfinished = work.resolve("unfinished-" + name);
      ffmpeg.run(recipe.into(unfinished));
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private static List<Path> recorded(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".mp4")).sorted().toList();
    }
  }

  private static List<Path> drawn(Path work) throws IOException {
    List<Path> rooms = new ArrayList<>();
    for (int seed = 1; seed <= ROOMS; seed++) {
      Path file = work.resolve("room-%d.mp4".formatted(seed));
      if (!Files.exists(file)) {
        RoomSpec room =
            RoomSpec.parse(
                "sim:room?seed=%d&fps=25&size=320x240&duration=%ds".formatted(seed, ROOM_SECONDS));
        Path unfinished = work.resolve("unfinished-room-%d.mp4".formatted(seed));
        new SimulatedClip(room).writeVideo(unfinished, frames -> {});
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
      }
      rooms.add(file);
    }
    return rooms;
  }
}
