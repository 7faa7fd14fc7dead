package io.afterimage.bench.speed;

import io.afterimage.bench.speed.clip.Clips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is measured with. */
final class ClipOptions {
  @Option(
      names = "--clips",
      paramLabel = "FOLDER",
      description =
          "Recordings, .mp4, a minute or longer each (default: ../shared/data/room beside the installation if it is there, else simulated rooms are drawn).")
  private @Nullable Path folder;

  /**
   * The clips to measure with.
   *
   * @throws IOException if a folder cannot be read or written
   */
  Clips open(Place place) throws IOException {
    Path beside = place.recordings();
    Path chosen = folder != null ? folder : Files.isDirectory(beside) ? beside : null;
    String kind = chosen == null ? "rooms" : chosen.getFileName().toString();
    return Clips.open(chosen, place.work().resolve(kind));
  }
}
