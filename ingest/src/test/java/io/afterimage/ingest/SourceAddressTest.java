package io.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.SourceAddress.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressTest {
  @ParameterizedTest
  @CsvSource({
    "clips/a.mp4, FILE, clips/a.mp4",
    "/data/a.mp4, FILE, /data/a.mp4",
    "file:/data/a.mp4, FILE, /data/a.mp4",
    "file:///data/a.mp4, FILE, /data/a.mp4",
    "rtsp://cam/1, RTSP, rtsp://cam/1",
    "RTSPS://cam/1, RTSP, RTSPS://cam/1",
    "rtmp://host/live, RTMP, rtmp://host/live",
    "https://host/a.m3u8, HTTP, https://host/a.m3u8",
    "srt://host:9000, SRT, srt://host:9000",
    "/dev/video0, DEVICE, /dev/video0",
    "v4l2:/dev/video2, DEVICE, /dev/video2",
    "sim:room?seed=1, SIMULATED, sim:room?seed=1",
  })
  void shouldTellHowASourceIsRead(String text, Kind kind, String url) {
    assertThat(SourceAddress.parse(text)).isEqualTo(new SourceAddress(kind, url));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host/a.mp4", "onvif://cam", "udp://@239.0.0.1:1", ""})
  void shouldRefuseOtherSchemes(String text) {
    assertThatThrownBy(() -> SourceAddress.parse(text))
        .isInstanceOfSatisfying(
            IngestException.class, e -> assertThat(e.code()).isEqualTo(Code.BAD_ADDRESS));
  }

  @Test
  void shouldTakeAFileWhoseNameLooksLikeAnAddress(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("cam:1.mp4"));
    assertThat(SourceAddress.parse(file.toString()).kind()).isEqualTo(Kind.FILE);
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://admin:s3cret@cam:554/ch1, rtsp://***@cam:554/ch1",
    "rtsp://admin:p@ss@cam/1, rtsp://***@cam/1",
    "http://cam/v?user=admin&pwd=s3cret, http://cam/v?user=***&pwd=***",
    "srt://host:9000?passphrase=s3cret, srt://host:9000?passphrase=***",
    "rtsp://cam/1, rtsp://cam/1",
  })
  void shouldHideCredentials(String text, String shown) {
    assertThat(SourceAddress.parse(text)).hasToString(shown);
  }

  @Test
  void shouldKnowWhatEndsByItself() {
    assertThat(SourceAddress.parse("a.mp4").isFinite()).isTrue();
    assertThat(SourceAddress.parse("sim:room?seed=1&duration=5s").isFinite()).isTrue();
    assertThat(SourceAddress.parse("sim:room?seed=1").isFinite()).isFalse();
    assertThat(SourceAddress.parse("rtsp://cam/1").isFinite()).isFalse();
  }
}
