package io.afterimage.app.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what {@code --events-out} wrote. */
final class EventLines {
  private EventLines() {}

  /** The values of a topic's records, in the file's order. */
  static List<JsonNode> values(Path file, String topic) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(JsonMapper.shared()::readTree)
          .filter(line -> line.path("topic").asString().equals(topic))
          .map(line -> line.path("value"))
          .toList();
    }
  }
}
