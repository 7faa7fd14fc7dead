package io.afterimage.app.config;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings: defaults, over them a YAML file, over it {@code AFTERIMAGE_…} variables of
 * the environment, over them options of the command line. Cameras of the command line take the
 * place of all others. Everything that is wrong in any of them is told at once.
 */
public final class ConfigLoader {
  /** The file that is read if none is named. */
  public static final String DEFAULT_FILE = "afterimage.yaml";

  private static final List<String> KEYS = RecordBinder.keys(AfterimageConfig.class);

  private final Path folder;
  private final Map<String, String> environment;

  /**
   * Reads below a folder and from an environment.
   *
   * @param folder where {@value DEFAULT_FILE} is looked for
   * @param environment the process's variables
   */
  public ConfigLoader(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /** Every key; those under which any name may be given end with a dot. */
  public static List<String> keys() {
    return KEYS;
  }

  /**
   * Reads everything.
   *
   * @param file the file to read; null: that of the environment's {@code AFTERIMAGE_CONFIG}, else
   *     {@value DEFAULT_FILE} if it is there
   * @param options what the command line says
   * @throws AppException {@link Code#CONFIG} with one sentence a line for everything that is wrong
   */
  public AfterimageConfig load(@Nullable Path file, List<Setting> options) {
    Problems problems = new Problems();
    Map<String, Setting> defaults = byKey(YamlSettings.defaults());
    Map<String, Setting> inForce = new LinkedHashMap<>();
    Path chosen = chosenFile(file);
    if (chosen != null) {
      overlay(inForce, YamlSettings.read(chosen, problems), problems);
    }
    overlay(inForce, new EnvironmentSettings(KEYS).read(environment, problems), problems);
    camerasOnce(options, problems);
    if (options.stream().anyMatch(ConfigLoader::isCamera)) {
      inForce.keySet().removeIf(key -> key.startsWith(AfterimageConfig.CAMERAS));
    }
    overlay(inForce, options, problems);
    if (!inForce.containsKey("kafka.bootstrap")) {
      defaults.putAll(byKey(YamlSettings.embeddedDefaults()));
    }
    AfterimageConfig config =
        new RecordBinder(inForce, defaults, problems).bind(AfterimageConfig.class, "");
    new ConfigRules(problems, inForce).check(config);
    problems.throwIfAny();
    return config;
  }

  private @Nullable Path chosenFile(@Nullable Path named) {
    if (named != null) {
      return named;
    }
    String variable = environment.get("AFTERIMAGE_CONFIG");
    if (variable != null) {
      return Path.of(variable);
    }
    Path usual = folder.resolve(DEFAULT_FILE);
    return Files.exists(usual) ? usual : null;
  }

  private static void overlay(
      Map<String, Setting> inForce, List<Setting> settings, Problems problems) {
    for (Setting setting : settings) {
      if (isKnown(setting.key())) {
        inForce.put(setting.key(), setting);
      } else {
        problems.addUnknown(setting.origin(), "setting", setting.key(), KEYS);
      }
    }
  }

  private static boolean isCamera(Setting setting) {
    return setting.key().startsWith(AfterimageConfig.CAMERAS);
  }

  private static void camerasOnce(List<Setting> options, Problems problems) {
    Set<String> seen = new HashSet<>();
    for (Setting option : options) {
      if (isCamera(option) && !seen.add(option.key())) {
        String id = option.key().substring(AfterimageConfig.CAMERAS.length());
        problems.add(option.origin(), "two sources are called '%s': name each one".formatted(id));
      }
    }
  }

  private static boolean isKnown(String key) {
    return KEYS.stream()
        .anyMatch(
            known ->
                known.endsWith(".")
                    ? key.startsWith(known) && key.length() > known.length()
                    : key.equals(known));
  }

  private static Map<String, Setting> byKey(List<Setting> settings) {
    Map<String, Setting> byKey = new LinkedHashMap<>();
    settings.forEach(setting -> byKey.put(setting.key(), setting));
    return byKey;
  }
}
