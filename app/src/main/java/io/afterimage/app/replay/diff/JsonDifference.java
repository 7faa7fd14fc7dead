package io.afterimage.app.replay.diff;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** In which fields two JSON objects differ. Stateless and thread-safe. */
final class JsonDifference {
  private JsonDifference() {}

  /**
   * The paths of the fields that differ, such as {@code end.seq}.
   *
   * @param ignored names of fields that may differ, at the top
   */
  static SortedSet<String> fields(JsonNode one, JsonNode other, Set<String> ignored) {
    SortedSet<String> found = new TreeSet<>();
    compare("", one, other, ignored, found);
    return found;
  }

  private static void compare(
      String path, JsonNode one, JsonNode other, Set<String> ignored, SortedSet<String> found) {
    if (!one.isObject() || !other.isObject()) {
      if (!one.equals(other)) {
        found.add(path);
      }
      return;
    }
    Set<String> names = new TreeSet<>(one.propertyNames());
    names.addAll(other.propertyNames());
    names.removeAll(ignored);
    for (String name : names) {
      String below = path.isEmpty() ? name : path + "." + name;
      compare(below, field(one, name), field(other, name), Set.of(), found);
    }
  }

  private static JsonNode field(JsonNode object, String name) {
    JsonNode value = object.get(name);
    return value == null ? MissingNode.getInstance() : value;
  }
}
