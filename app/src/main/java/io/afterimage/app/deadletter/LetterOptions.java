package io.afterimage.app.deadletter;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters are meant. */
public final class LetterOptions {
  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = "Only those of a stage: encode, memory or caption.")
  private @Nullable String stage;

  @Option(
      names = "--cause",
      paramLabel = "CAUSE",
      description = "Only those of a cause, such as bad_length.")
  private @Nullable String cause;

  @Option(names = "--camera", paramLabel = "ID", description = "Only those of a camera.")
  private @Nullable String camera;

  @Option(
      names = "--since",
      paramLabel = "AGE",
      description = "Only those of the last so long, such as 10m, 1h or 2d.")
  private @Nullable Duration since;

  /** What the options say. */
  public LetterFilter filter() {
    Duration age = since;
    return new LetterFilter(stage, cause, camera, age == null ? null : Instant.now().minus(age));
  }
}
