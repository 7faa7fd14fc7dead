package io.afterimage.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.config.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class SourceOptionsTest {
  @Command
  private static final class Host {
    @Mixin private final SourceOptions sources = new SourceOptions();
  }

  @Test
  void shouldTakeIdsAsGiven() {
    assertThat(cameras("door=rtsp://cam/1?a=b", "room=sim:room?seed=1"))
        .containsExactly(
            Map.entry("door", "rtsp://cam/1?a=b"), Map.entry("room", "sim:room?seed=1"));
  }

  @Test
  void shouldNameFilesByTheirNameAndOthersByTheirPlace() {
    assertThat(
            cameras("a/20200628_144536.mp4", "b/20200628_144536.avi", "sim:room?seed=1", "ü x.mkv"))
        .containsExactly(
            Map.entry("20200628_144536", "a/20200628_144536.mp4"),
            Map.entry("20200628_144536-2", "b/20200628_144536.avi"),
            Map.entry("camera-3", "sim:room?seed=1"),
            Map.entry("x", "ü x.mkv"));
  }

  @Test
  void shouldLeaveTwoSourcesOfOneNameToBeTold() {
    assertThat(parse("a=1.mp4", "a=2.mp4").settings())
        .extracting(Setting::key)
        .containsExactly("cameras.a", "cameras.a");
  }

  private static Map<String, String> cameras(String... arguments) {
    Map<String, String> cameras = new LinkedHashMap<>();
    for (Setting setting : parse(arguments).settings()) {
      cameras.put(setting.key().substring(AfterimageConfig.CAMERAS.length()), setting.value());
    }
    return cameras;
  }

  private static SourceOptions parse(String... arguments) {
    Host host = new Host();
    new CommandLine(host).parseArgs(arguments);
    return host.sources;
  }
}
