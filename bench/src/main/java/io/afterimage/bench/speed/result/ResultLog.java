package io.afterimage.bench.speed.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.event.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that was measured, a line of JSON each. Immutable; written by one process at a time.
 *
 * @param file where it is kept
 */
public record ResultLog(Path file) {
  private record Key(String group, String what) {}

  /**
   * Adds a result.
   *
   * @throws IOException if it cannot be written
   */
  public void add(Result result) throws IOException {
    Files.writeString(
        file,
        new String(EventJson.write(result), UTF_8) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /**
   * The newest result of each measurement, in the order in which they were first made.
   *
   * @throws AppException {@link Code#CONFIG} if there is no such file, or a line is no result
   * @throws IOException if it cannot be read
   */
  public List<Result> newest() throws IOException {
    if (!Files.exists(file)) {
      throw new AppException(
          Code.CONFIG, "there are no results in %s: measure something first".formatted(file));
    }
    Map<Key, Result> newest = new LinkedHashMap<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      try {
        Result result = EventJson.read(line.getBytes(UTF_8), Result.class);
        newest.put(new Key(result.group(), result.what()), result);
      } catch (ContractException e) {
        throw new AppException(
            Code.CONFIG,
            "line %d of %s is no result (%s): remove it".formatted(number, file, e.getMessage()),
            e);
      }
    }
    return List.copyOf(newest.values());
  }
}
