package io.afterimage.app.cli;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /**
   * The cameras to watch: those of the command line, else those of the settings.
   *
   * @param configured cameras of the settings
   * @return address by camera id, in the order given
   * @throws AppException {@link Code#CONFIG} if there are none, or two have one id
   */
  public Map<String, String> cameras(Map<String, String> configured) {
    Map<String, String> cameras = new LinkedHashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      Matcher named = NAMED.matcher(sources.get(i));
      if (!named.matches()) {
        cameras.put(freeId(cameras, sources.get(i), i + 1), sources.get(i));
      } else if (cameras.put(named.group(1), named.group(2)) != null) {
        throw new AppException(
            Code.CONFIG, "two sources are called '%s': name each one".formatted(named.group(1)));
      }
    }
    Map<String, String> chosen = cameras.isEmpty() ? configured : cameras;
    if (chosen.isEmpty()) {
      throw new AppException(
          Code.CONFIG,
          "no source is given: name a video file or a camera's address, or list them under 'cameras' in afterimage.yaml");
    }
    return chosen;
  }

  private static String freeId(Map<String, String> taken, String source, int number) {
    String id = SCHEME.matcher(source).matches() ? "" : stem(source);
    String base = id.isEmpty() ? "camera-" + number : id;
    String free = base;
    for (int i = 2; taken.containsKey(free); i++) {
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
