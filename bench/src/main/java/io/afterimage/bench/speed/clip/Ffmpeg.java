package io.afterimage.bench.speed.clip;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/**
 * The {@code ffmpeg} command. Immutable.
 *
 * @param program its path, or a name to be found
 */
public record Ffmpeg(String program) {
  /** The one that comes with the libraries that ingest reads with: the same version and build. */
  public static Ffmpeg bundled() {
    return new Ffmpeg(Loader.load(ffmpeg.class));
  }

  /** The machine's own, which may have encoders that the libraries lack. */
  public static Ffmpeg installed() {
    return new Ffmpeg("ffmpeg");
  }

  /**
   * Runs it to its end.
   *
   * @param arguments without the program; it reads nothing and prints errors alone
   * @return what it wrote to standard output
   * @throws AppException {@link Code#SOURCE} if it is missing or fails, with its own words
   * @throws InterruptedException if the thread is asked to stop
   */
  public String run(List<String> arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(program, "-nostdin", "-v", "error"));
    command.addAll(arguments);
    File out = null;
    try {
      out = Files.createTempFile("afterimage-ffmpeg", ".out").toFile();
      Process process =
          new ProcessBuilder(command).redirectOutput(out).redirectErrorStream(true).start();
      int status = process.waitFor();
      String told = Files.readString(out.toPath());
      if (status != 0) {
        throw new AppException(
            Code.SOURCE, "'%s' failed: %s".formatted(String.join(" ", command), told.trim()));
      }
      return told;
    } catch (IOException e) {
      throw new AppException(
          Code.SOURCE,
          "'%s' cannot be run: install ffmpeg (Debian: apt install ffmpeg)".formatted(program),
          e);
    } finally {
      if (out != null) {
        out.delete();
      }
    }
  }

  /**
   * What cuts a recording without decoding it: from the key frame behind an offset, and from the
   * beginning again where it ends.
   *
   * @param offsetS seconds
   * @param seconds how long the cut is, with the wait for the key frame
   */
  static List<String> cut(Path recording, double offsetS, int seconds, Path into) {
    return List.of(
        "-y",
        "-stream_loop",
        "-1",
        "-i",
        recording.toString(),
        "-ss", // Behind the input: before it, turns of the loop overlap.
        Double.toString(offsetS),
        "-t",
        Integer.toString(seconds),
        "-c",
        "copy",
        "-an",
        into.toString());
  }

  /**
   * What makes a large picture of a small recording, as noisy as a camera's.
   *
   * @param size {@code WIDTH:HEIGHT}
   * @param seconds how long it is
   */
  static List<String> enlarge(Path recording, String size, int seconds, Path into) {
    return List.of(
        "-y",
        "-stream_loop",
        "-1",
        "-i",
        recording.toString(),
        "-t",
        Integer.toString(seconds),
        "-vf",
        "scale=%s:flags=bicubic,noise=alls=4:allf=t".formatted(size),
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-r",
        "25",
        "-g",
        "50",
        "-an",
        into.toString());
  }
}
