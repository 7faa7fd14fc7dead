package io.afterimage.bench.speed.decode;

import io.afterimage.bench.speed.clip.Ffmpeg;
import io.afterimage.bench.speed.measure.CpuTime;
import io.afterimage.bench.speed.measure.Stopwatch;
import io.afterimage.bench.speed.measure.Work;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.sample.FrameReader;
import io.afterimage.ingest.sample.ReaderSettings;
import io.afterimage.ingest.stream.CallDeadline;
import io.afterimage.ingest.stream.Deadlines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a recording: as ingest does, and as the {@code ffmpeg} command does. Used by one thread.
 */
public final class DecodeBench {
  private final Ffmpeg ffmpeg;
  private final Path clip;
  private final Wanted wanted;
  private final double rateFps;
  private long sampled;

  /**
   * What ingest's reader took. Immutable.
   *
   * @param thread that reads
   * @param process all threads, compilers and collector included
   */
  public record Reading(Work thread, Work process) {}

  /**
   * Nothing is read yet.
   *
   * @param ffmpeg the command
   * @param clip what is read
   * @param wanted what is made of it
   * @param rateFps sampled pictures a second, as many as {@code wanted} says
   */
  public DecodeBench(Ffmpeg ffmpeg, Path clip, Wanted wanted, double rateFps) {
    this.ffmpeg = ffmpeg;
    this.clip = clip;
    this.wanted = wanted;
    this.rateFps = rateFps;
  }

  /** The pictures that ingest's reader decodes, from its opening on. */
  public Reading ours() {
    ReaderSettings settings =
        new ReaderSettings(
            wanted.input(),
            rateFps,
            wanted.filtered(),
            wanted.encoding(),
            false,
            Deadlines.DEFAULT);
    Stopwatch thread = Stopwatch.start(CpuTime::ofThread);
    Stopwatch process = Stopwatch.start(CpuTime::ofProcess);
    try (FrameReader reader =
        FrameReader.open(SourceAddress.parse(clip.toString()), settings, new CallDeadline())) {
      sampled = 0;
      while (reader.next() != null) {
        sampled++;
      }
      return new Reading(thread.done(reader.decoded()), process.done(reader.decoded()));
    }
  }

  /**
   * The pictures that the command decodes, without what it does before the first.
   *
   * @throws IllegalStateException if it does not make the frames that ours made before
   * @throws InterruptedException if the thread is asked to stop
   */
  public Work command() throws InterruptedException {
    List<String> arguments = wanted.arguments(clip);
    List<String> first = new ArrayList<>(arguments);
    first.addAll(first.size() - 1, List.of("-frames:v", "1"));
    Stopwatch start = Stopwatch.start(CpuTime::ofEndedChildren);
    made(first);
    Work before = start.done(1);
    Stopwatch all = Stopwatch.start(CpuTime::ofEndedChildren);
    long made = made(arguments);
    Work work = all.done(made * wanted.every());
    if (made != sampled) {
      throw new IllegalStateException(
          "ffmpeg made %d frames of %s and ours %d: this is not the same work"
              .formatted(made, clip, sampled));
    }
    return work.without(before.cpu(), before.wall());
  }

  /** How many frames the command makes, unmeasured. */
  long made() throws InterruptedException {
    return made(wanted.arguments(clip));
  }

  private long made(List<String> arguments) throws InterruptedException {
    return ffmpeg
        .run(arguments)
        .lines()
        .filter(line -> line.startsWith("frame="))
        .mapToLong(line -> Long.parseLong(line.substring("frame=".length()).trim()))
        .max()
        .orElse(0);
  }
}
