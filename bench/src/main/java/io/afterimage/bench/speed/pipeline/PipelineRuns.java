package io.afterimage.bench.speed.pipeline;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.bench.PipelineReport;
import io.afterimage.bench.speed.clip.Clips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Runs loads, each in a process and a folder of its own. Used by one thread. */
public final class PipelineRuns {
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final Program program;
  private final Clips clips;
  private final Path work;

  /**
   * @param work where data is kept while a load runs
   */
  public PipelineRuns(Program program, Clips clips, Path work) {
    this.program = program;
    this.clips = clips;
    this.work = work;
  }

  /**
   * Runs a load.
   *
   * @return what was measured in each window
   * @throws AppException {@link Code#CONFIG} if the program fails, or does not live through all
   *     windows
   * @throws IOException if a folder cannot be written
   * @throws InterruptedException if the thread is asked to stop
   */
  public List<PipelineReport> run(Load load) throws IOException, InterruptedException {
    List<Path> shown = clips.cameras(load.cameras(), load.clipSeconds());
    Path data = Files.createTempDirectory(Files.createDirectories(work), "pipeline");
    try {
      List<PipelineReport> reports = new ArrayList<>();
      program.run(
          load.arguments(shown, data),
          line -> reports.add(JSON.readValue(line, PipelineReport.class)));
      if (reports.size() < load.windows()) {
        throw new AppException(
            Code.CONFIG,
            "%s: only %d of %d windows were measured; see %s"
                .formatted(load.text(), reports.size(), load.windows(), program.log()));
      }
      return reports;
    } finally {
      Folders.remove(data);
    }
  }
}
