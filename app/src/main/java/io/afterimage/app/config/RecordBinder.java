package io.afterimage.app.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds a tree of records from settings: component names in snake case are the keys. */
final class RecordBinder {

  private final Map<String, Setting> settings;
  private final Map<String, Setting> defaults;
  private final Problems problems;

  /**
   * @param settings the value in force of each key
   * @param defaults what to use where a value is missing or wrong
   * @param problems where wrong values are told
   */
  RecordBinder(Map<String, Setting> settings, Map<String, Setting> defaults, Problems problems) {
    this.settings = settings;
    this.defaults = defaults;
    this.problems = problems;
  }

  /** The keys of a record and of the records in it; those of maps end with a dot. */
  static List<String> keys(Class<?> type) {
    List<String> keys = new ArrayList<>();
    collectKeys(type, "", keys);
    return keys;
  }

  private static void collectKeys(Class<?> type, String prefix, List<String> keys) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + snakeCase(component.getName());
      if (isSection(component)) {
        collectKeys(component.getType(), key + ".", keys);
      } else {
        keys.add(component.getType() == Map.class ? key + "." : key);
      }
    }
  }

  /** The record of that type whose keys start with the prefix. */
  <T> T bind(Class<T> type, String prefix) {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = prefix + snakeCase(components[i].getName());
      values[i] =
          isSection(components[i])
              ? bind(components[i].getType(), key + ".")
              : leaf(components[i], key);
    }
    try {
      Constructor<T> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("record " + type + " cannot be built", e);
    }
  }

  private @Nullable Object leaf(RecordComponent component, String key) {
    if (component.getType() == Map.class) {
      return map(key + ".");
    }
    Setting given = settings.get(key);
    if (given != null) {
      try {
        return convert(component, given.value());
      } catch (IllegalArgumentException e) {
        problems.add(given.origin(), key + " " + e.getMessage());
      }
    }
    Setting fallback = defaults.get(key);
    return fallback == null ? null : convert(component, fallback.value());
  }

  private Map<String, String> map(String prefix) {
    Map<String, String> entries = new LinkedHashMap<>();
    settings.forEach(
        (key, setting) -> {
          if (key.startsWith(prefix)) {
            entries.put(key.substring(prefix.length()), setting.value());
          }
        });
    return Collections.unmodifiableMap(entries); // In the order in which they were written.
  }

  private static Object convert(RecordComponent component, String text) {
    if (component.getGenericType() instanceof ParameterizedType list) {
      Class<?> element = (Class<?>) list.getActualTypeArguments()[0];
      return Arrays.stream(text.split(","))
          .map(String::strip)
          .filter(part -> !part.isEmpty())
          .map(part -> convert(element, part))
          .toList();
    }
    return convert(component.getType(), text);
  }

  private static Object convert(Class<?> type, String text) {
    if (type == int.class) {
      return wholeNumber(text);
    }
    if (type == boolean.class) {
      return truth(text);
    }
    if (type == Duration.class) {
      return Durations.parse(text);
    }
    if (type == DataSize.class) {
      return DataSize.parse(text);
    }
    if (type == Path.class) {
      return path(text);
    }
    if (type == Secret.class) {
      return Secret.parse(text);
    }
    if (type.isEnum()) {
      return constant(type, text);
    }
    return text;
  }

  private static int wholeNumber(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("is '" + text + "', not a whole number", e);
    }
  }

  private static boolean truth(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("is '" + text + "', neither true nor false");
    }
    return text.equals("true");
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is '" + text + "', not a path", e);
    }
  }

  private static Object constant(Class<?> type, String text) {
    for (Object constant : type.getEnumConstants()) {
      if (wireName(constant).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "is '%s', not %s"
            .formatted(
                text,
                Arrays.stream(type.getEnumConstants())
                    .map(RecordBinder::wireName)
                    .collect(Collectors.joining(" or "))));
  }

  private static String wireName(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
  }

  private static boolean isSection(RecordComponent component) {
    Class<?> type = component.getType();
    return type.isRecord() && type != DataSize.class && type != Secret.class;
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
