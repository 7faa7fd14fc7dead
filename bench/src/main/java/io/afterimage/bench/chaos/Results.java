package io.afterimage.bench.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.event.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The results of a campaign, a line each in {@code results.jsonl}. Immutable.
 *
 * @param folder of the campaign
 */
public record Results(Path folder) {
  private Path file() {
    return folder.resolve("results.jsonl");
  }

  /**
   * The results so far.
   *
   * @throws IOException if they cannot be read
   */
  public List<RunResult> all() throws IOException {
    if (!Files.exists(file())) {
      return List.of();
    }
    List<RunResult> results = new ArrayList<>();
    for (String line : Files.readAllLines(file())) {
      results.add(EventJson.read(line.getBytes(UTF_8), RunResult.class));
    }
    return results;
  }

  /**
   * Adds a result.
   *
   * @throws IOException if it cannot be written
   */
  public void add(RunResult result) throws IOException {
    Files.writeString(
        file(),
        new String(EventJson.write(result), UTF_8) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
