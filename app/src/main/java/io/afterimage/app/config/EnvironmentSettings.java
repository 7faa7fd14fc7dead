package io.afterimage.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The settings in a process's environment: {@code AFTERIMAGE_} and the key in capitals. */
final class EnvironmentSettings {
  private static final String PREFIX = "AFTERIMAGE_";

  /** Variables that steer the launcher or the choice of the file; no settings. */
  private static final Set<String> OTHER =
      Set.of(PREFIX + "CONFIG", PREFIX + "HOME", PREFIX + "JAVA_OPTS", PREFIX + "JAVA");

  private final Map<String, String> keyByVariable = new LinkedHashMap<>();

  /**
   * @param keys every key; those under which any name may be given end with a dot
   */
  EnvironmentSettings(List<String> keys) {
    keys.forEach(key -> keyByVariable.put(variable(key), key));
  }

  List<Setting> read(Map<String, String> environment, Problems problems) {
    List<Setting> settings = new ArrayList<>();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX) && !OTHER.contains(name)) {
                Optional<String> key = key(name);
                if (key.isPresent()) {
                  settings.add(new Setting(key.get(), value, name));
                } else {
                  problems.addUnknown("environment", "variable", name, keyByVariable.keySet());
                }
              }
            });
    return settings;
  }

  private Optional<String> key(String variable) {
    String exact = keyByVariable.get(variable);
    if (exact != null && !exact.endsWith(".")) {
      return Optional.of(exact);
    }
    return keyByVariable.entrySet().stream()
        .filter(entry -> entry.getValue().endsWith("."))
        .filter(entry -> variable.startsWith(entry.getKey()))
        .filter(entry -> variable.length() > entry.getKey().length())
        .map(entry -> entry.getValue() + nameInMap(variable.substring(entry.getKey().length())))
        .findFirst();
  }

  /** Kafka's property names have dots, camera ids may have; neither needs capitals. */
  private static String nameInMap(String rest) {
    return rest.toLowerCase(Locale.ROOT).replace('_', '.');
  }

  private static String variable(String key) {
    return PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
