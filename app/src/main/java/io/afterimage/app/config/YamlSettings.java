package io.afterimage.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The settings in a YAML file, flattened to dotted keys. */
final class YamlSettings {
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

  private YamlSettings() {}

  /** The settings that hold where nobody says otherwise. */
  static List<Setting> defaults() {
    return shipped("defaults.yaml");
  }

  /** Those that take the place of the defaults where the broker is the embedded one. */
  static List<Setting> embeddedDefaults() {
    return shipped("embedded.yaml");
  }

  private static List<Setting> shipped(String name) {
    try (InputStream file = Objects.requireNonNull(YamlSettings.class.getResourceAsStream(name))) {
      return flatten(MAPPER.readTree(file), "defaults");
    } catch (IOException e) {
      throw new IllegalStateException("the defaults cannot be read", e);
    }
  }

  /** Reads a file; if that fails, says why and gives no settings. */
  static List<Setting> read(Path file, Problems problems) {
    try {
      return flatten(MAPPER.readTree(Files.readAllBytes(file)), file.toString());
    } catch (NoSuchFileException e) {
      problems.add(file.toString(), "there is no such file");
    } catch (IOException e) {
      problems.add(file.toString(), "the file cannot be read (" + e.getMessage() + ")");
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String line = at == null ? "" : " at line " + at.getLineNr();
      problems.add(
          file.toString(),
          "not valid YAML%s: %s"
              .formatted(line, e.getOriginalMessage().lines().findFirst().orElse("")));
    }
    return List.of();
  }

  private static List<Setting> flatten(JsonNode tree, String origin) {
    List<Setting> settings = new ArrayList<>();
    if (tree.isObject()) {
      flatten(tree, "", origin, settings);
    } else if (!tree.isMissingNode() && !tree.isNull()) {
      settings.add(new Setting(tree.asString(""), "", origin));
    }
    return settings;
  }

  private static void flatten(JsonNode node, String key, String origin, List<Setting> into) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry -> {
                String name = key.isEmpty() ? entry.getKey() : key + "." + entry.getKey();
                flatten(entry.getValue(), name, origin, into);
              });
    } else if (node.isArray()) {
      String joined = node.valueStream().map(JsonNode::asString).collect(Collectors.joining(","));
      into.add(new Setting(key, joined, origin));
    } else if (!node.isNull()) {
      into.add(new Setting(key, node.asString(), origin));
    }
  }
}
