package io.afterimage.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.app.AppException;
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
  void shouldTakeTheConfiguredCamerasOnlyIfNoneIsGiven() {
    Map<String, String> configured = Map.of("front", "rtsp://cam/1");
    assertThat(parse().cameras(configured)).isEqualTo(configured);
    assertThat(parse("x.mp4").cameras(configured)).containsOnlyKeys("x");
  }

  @Test
  void shouldRefuseTwoSourcesOfOneName() {
    assertThatThrownBy(() -> cameras("a=1.mp4", "a=2.mp4"))
        .isInstanceOf(AppException.class)
        .hasMessage("two sources are called 'a': name each one");
  }

  @Test
  void shouldSayThatNoSourceIsGiven() {
    assertThatThrownBy(() -> cameras())
        .isInstanceOf(AppException.class)
        .hasMessageContaining("no source is given");
  }

  private static Map<String, String> cameras(String... arguments) {
    return parse(arguments).cameras(Map.of());
  }

  private static SourceOptions parse(String... arguments) {
    Host host = new Host();
    new CommandLine(host).parseArgs(arguments);
    return host.sources;
  }
}
