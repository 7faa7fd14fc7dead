package io.afterimage.app.cli;

import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.Setting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to watch. */
public final class SourceOptions extends SettingOptions {
  private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,63})=(.+)");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  @Parameters(
      paramLabel = "[ID=]SOURCE",
      arity = "0..*",
      description = {
        "Video file, rtsp://, rtmp://, http:// or srt:// address, /dev/video0, or a simulated camera (sim:room?seed=1).",
        "ID names the camera in every event (default: the file's name, else camera-1, camera-2, ...)."
      })
  private List<String> sources = List.of();

  /** Files at their own speed. */
  @Option(names = "--realtime", description = "Play files at their own speed, like cameras.")
  void realtime(boolean on) {
    set("ingest.realtime", Boolean.toString(on), "--realtime");
  }

  /** What the options said; each source is the address of a camera. */
  @Override
  public List<Setting> settings() {
    List<Setting> settings = new ArrayList<>(super.settings());
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < sources.size(); i++) {
      Matcher named = NAMED.matcher(sources.get(i));
      String id = named.matches() ? named.group(1) : freeId(taken, sources.get(i), i + 1);
      String address = named.matches() ? named.group(2) : sources.get(i);
      taken.add(id);
      settings.add(new Setting(AfterimageConfig.CAMERAS + id, address, "the command line"));
    }
    return List.copyOf(settings);
  }

  private static String freeId(Set<String> taken, String source, int number) {
    String id = SCHEME.matcher(source).matches() ? "" : stem(source);
    String base = id.isEmpty() ? "camera-" + number : id;
    String free = base;
    for (int i = 2; taken.contains(free); i++) {
      free = base + "-" + i;
    }
    return free;
  }

  /** A file's name without its folder and ending, as far as a camera's id may have it. */
  private static String stem(String path) {
    String name = path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String allowed = stem.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[^A-Za-z0-9]+|-+$", "");
    return allowed.length() <= 60 ? allowed : allowed.substring(0, 60);
  }
}
