package io.afterimage.app.cli;

import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.ConfigLoader;
import io.afterimage.app.config.Setting;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a command: streams, terminal, environment, folders. Results go to {@code out};
 * progress, warnings and errors to {@code err}.
 *
 * @param out for results
 * @param err for people
 * @param terminal what the streams are connected to
 * @param environment the process's variables
 * @param folder the working folder
 */
public record Shell(
    PrintStream out,
    PrintStream err,
    Terminal terminal,
    Map<String, String> environment,
    Path folder) {

  /** The process's own surroundings. */
  public static Shell ofProcess() {
    return new Shell(
        System.out,
        System.err,
        Terminal.ofProcess(System.getenv()),
        System.getenv(),
        Path.of("").toAbsolutePath());
  }

  /** Where the program lies, if the launcher said so: the folder that holds {@code packs}. */
  public @Nullable Path installation() {
    String home = System.getProperty("afterimage.home");
    return home == null ? null : Path.of(home);
  }

  /**
   * The settings in force for a command.
   *
   * @param common the options that every command has
   * @param options the command's own, later ones win
   * @throws io.afterimage.app.AppException with everything that is wrong
   */
  public AfterimageConfig config(CommonOptions common, SettingOptions... options) {
    List<Setting> settings = new ArrayList<>(common.settings());
    for (SettingOptions option : options) {
      settings.addAll(option.settings());
    }
    @Nullable Path file = common.file();
    return new ConfigLoader(folder, environment).load(file, settings);
  }
}
