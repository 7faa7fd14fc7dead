package io.afterimage.app.cli;

import io.afterimage.app.config.Setting;
import java.util.ArrayList;
import java.util.List;

/** Options that are short for settings. Each command line fills an instance of its own. */
public abstract class SettingOptions {
  private final List<Setting> settings = new ArrayList<>();

  /** What the options said, in the order in which they were given. */
  public List<Setting> settings() {
    return List.copyOf(settings);
  }

  /** Notes what an option says. */
  protected void set(String key, String value, String option) {
    settings.add(new Setting(key, value, option));
  }
}
