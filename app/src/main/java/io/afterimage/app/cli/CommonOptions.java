package io.afterimage.app.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.afterimage.app.config.Setting;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The options that every command has. */
public final class CommonOptions extends SettingOptions {
  private static final int ORDER = 1000; // After each command's own.

  @Option(
      names = "--config",
      order = ORDER,
      paramLabel = "FILE",
      description = "YAML file with settings (default: afterimage.yaml here, if there is one).")
  private @Nullable Path file;

  @Option(
      names = {"-v", "--verbose"},
      order = ORDER + 2,
      description = "Log what happens, and show where errors come from.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      order = ORDER + 3,
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it.
  private boolean help;

  @Option(
      names = "--set",
      order = ORDER + 1,
      paramLabel = "KEY=VALUE",
      description = "Any setting by its key, such as metrics.port=9400; may be repeated.")
  private List<String> assignments = List.of();

  @Override
  public List<Setting> settings() {
    return assignments.stream().map(CommonOptions::setting).toList();
  }

  /** The named file with settings; null: none was named. */
  public @Nullable Path file() {
    return file;
  }

  /** Whether everything shall be told. */
  public boolean verbose() {
    return verbose;
  }

  private static Setting setting(String assignment) {
    int equals = assignment.indexOf('=');
    return equals < 0
        ? new Setting(assignment, "", "--set")
        : new Setting(assignment.substring(0, equals), assignment.substring(equals + 1), "--set");
  }

  /** Lets the log say as much as was asked for. */
  void applyToLog() {
    ILoggerFactory loggers = LoggerFactory.getILoggerFactory();
    if (verbose && loggers instanceof LoggerContext context) {
      context.getLogger("ROOT").setLevel(Level.INFO);
      for (Logger logger : context.getLoggerList()) {
        if (logger.getName().startsWith("io.afterimage")) {
          logger.setLevel(Level.DEBUG);
        }
      }
      context.getLogger("org.apache.kafka").setLevel(Level.WARN);
    }
  }
}
