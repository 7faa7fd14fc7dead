package io.afterimage.ingest.sample;

import static io.afterimage.ingest.testing.Clips.regular;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.LoopFilter;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.clip.ClipCodec;
import io.afterimage.ingest.clip.ClipSettings;
import io.afterimage.ingest.clip.ClipWriter;
import io.afterimage.ingest.stream.CallDeadline;
import io.afterimage.ingest.stream.Deadlines;
import io.afterimage.ingest.testing.Clips;
import io.afterimage.ingest.testing.SilentServer;
import io.afterimage.ingest.testing.Wav;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of bad input ends in one sentence that says what to do. */
@Timeout(60)
class BadInputTest {
  private static final FrameInput INPUT =
      new FrameInput(96, 96, Pixels.GRAY8, List.of(Plane.CURRENT), Fit.STRETCH);
  private static final Deadlines SHORT =
      new Deadlines(Duration.ofMillis(700), Duration.ofMillis(700), Duration.ofMillis(700));

  @TempDir Path folder;

  @Test
  void shouldSayThatAFileIsMissing() {
    assertFailure(folder.resolve("none.mp4").toString(), Code.NOT_FOUND, "does not exist");
  }

  @Test
  void shouldSayThatADeviceIsMissing() {
    assertFailure("/dev/video97", Code.NOT_FOUND, "does not exist");
  }

  @Test
  void shouldSayThatAFolderIsNoFile() {
    assertFailure(folder.toString(), Code.NOT_FOUND, "is a folder");
  }

  @Test
  void shouldSayThatAFileIsEmpty() throws Exception {
    assertFailure(Files.createFile(folder.resolve("e.mp4")).toString(), Code.EMPTY, "is empty");
  }

  @Test
  void shouldSayThatAFileIsNoVideo() throws Exception {
    byte[] noise = new byte[50_000];
    new Random(1).nextBytes(noise);
    Path file = Files.write(folder.resolve("noise.mp4"), noise);
    assertFailure(file.toString(), Code.UNREADABLE, "cannot be read as video");
  }

  @Test
  void shouldSayThatAFileIsCutOffAtItsStart() throws Exception {
    Path whole = Clips.write(folder.resolve("w.mp4"), ClipCodec.H264, 25, regular(25, 50));
    byte[] bytes = Files.readAllBytes(whole);
    // The index of an mp4 comes last: half a file has none.
    Path half = Files.write(folder.resolve("h.mp4"), Arrays.copyOf(bytes, bytes.length / 2));
    assertFailure(half.toString(), Code.UNREADABLE, "cannot be read as video");
  }

  @Test
  void shouldSayThatAFileHasOnlySound() throws Exception {
    Path file = Wav.write(folder.resolve("sound.wav"));
    assertFailure(file.toString(), Code.NO_VIDEO, "no video");
  }

  @Test
  void shouldSayThatNothingDecodes() throws Exception {
    Path file = Clips.write(folder.resolve("x.mkv"), ClipCodec.VP9, 25, regular(25, 50));
    byte[] bytes = Files.readAllBytes(file);
    // The same video under another codec's name.
    int at = new String(bytes, ISO_8859_1).indexOf("V_VP9");
    System.arraycopy("V_VP8".getBytes(UTF_8), 0, bytes, at, 5);
    Files.write(file, bytes);
    assertFailure(file.toString(), Code.UNDECODABLE, "decoded");
  }

  @Test
  void shouldReadWhatIsThereOfAFileThatIsCutOff() throws Exception {
    Path whole = Clips.write(folder.resolve("w.mkv"), ClipCodec.H264, 25, regular(25, 250));
    byte[] bytes = Files.readAllBytes(whole);
    Path half = Files.write(folder.resolve("h.mkv"), Arrays.copyOf(bytes, bytes.length / 2));
    try (FrameReader reader = open(half.toString(), Deadlines.DEFAULT)) {
      int frames = count(reader);
      assertThat(frames).isBetween(40, 90);
      assertThat(reader.shortfall()).contains("cut off").contains("announces 10.0 s");
    }
  }

  @Test
  void shouldGoOnAfterDamageAndCountIt() throws Exception {
    Path file = folder.resolve("noise.ts");
    Random random = new Random(5);
    byte[] picture = new byte[Clips.SIZE.width() * Clips.SIZE.height() * 3];
    try (ClipWriter writer =
        new ClipWriter(file, ClipSettings.of(ClipCodec.H264, Clips.SIZE, 25))) {
      for (int i = 0; i < 100; i++) {
        random.nextBytes(picture);
        writer.write(picture, i * 40_000L);
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    byte[] noise = new byte[100];
    for (int packet = 100; packet < bytes.length / 188; packet += 50) {
      random.nextBytes(noise);
      System.arraycopy(noise, 0, bytes, packet * 188 + 60, noise.length);
    }
    Files.write(file, bytes);
    try (FrameReader reader = open(file.toString(), Deadlines.DEFAULT)) {
      assertThat(count(reader)).isGreaterThan(25);
      assertThat(reader.damaged()).isPositive();
      assertThat(reader.shortfall()).contains("damaged");
    }
  }

  @Test
  void shouldSayThatNobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    for (String scheme : new String[] {"http", "rtsp", "rtmp"}) {
      IngestException failure =
          failure("%s://user:s3cret@127.0.0.1:%d/live".formatted(scheme, port), SHORT);
      assertThat(failure.code()).as(scheme).isEqualTo(Code.UNREACHABLE);
      assertThat(failure).hasMessageContaining("***@127.0.0.1").hasMessageContaining("check host");
      assertThat(failure.getMessage()).doesNotContain("s3cret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "rtsp", "rtmp"})
  void shouldGiveUpOnAHostThatAcceptsAndSaysNothing(String scheme) throws Exception {
    try (SilentServer server = new SilentServer()) {
      IngestException failure =
          failure("%s://127.0.0.1:%d/live".formatted(scheme, server.port()), SHORT);
      assertThat(failure.code()).isEqualTo(Code.TIMED_OUT);
      assertThat(failure).hasMessageContaining("did not answer within 700 ms");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "rtsp"})
  void shouldCloseWhileASourceHangs(String scheme) throws Exception {
    try (SilentServer server = new SilentServer()) {
      CallDeadline deadline = new CallDeadline();
      CompletableFuture<IngestException> failure = new CompletableFuture<>();
      Thread reader =
          new Thread(
              () ->
                  failure.complete(
                      failure(
                          "%s://127.0.0.1:%d/live".formatted(scheme, server.port()),
                          Deadlines.DEFAULT,
                          deadline)));
      reader.start();
      server.awaitConnection();
      deadline.cancel();
      assertThat(failure.get(2, TimeUnit.SECONDS).code()).isEqualTo(Code.CLOSED);
      reader.join();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"401 Unauthorized", "403 Forbidden"})
  void shouldSayThatCredentialsAreWrong(String status) throws Exception {
    try (SilentServer server =
        new SilentServer("HTTP/1.0 " + status + "\r\nContent-Length: 0\r\n\r\n")) {
      assertFailure(
          "http://127.0.0.1:%d/v.ts".formatted(server.port()), Code.REFUSED, "user and password");
    }
  }

  @Test
  void shouldSayThatAServerHasNoSuchThing() throws Exception {
    try (SilentServer server =
        new SilentServer("HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n")) {
      assertFailure(
          "http://127.0.0.1:%d/v.ts".formatted(server.port()), Code.NOT_FOUND, "is not there");
    }
  }

  @Test
  void shouldNotOpenFilesForAPlaylistFromTheNetwork() throws Exception {
    Path clip = Clips.write(folder.resolve("secret.ts"), ClipCodec.H264, 25, regular(25, 50));
    String playlist =
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://%s\n#EXT-X-ENDLIST\n".formatted(clip);
    try (SilentServer server =
        new SilentServer(
            "HTTP/1.0 200 OK\r\nContent-Type: application/vnd.apple.mpegurl\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(playlist.length(), playlist))) {
      IngestException failure =
          failure("http://127.0.0.1:%d/list.m3u8".formatted(server.port()), Deadlines.DEFAULT);
      assertThat(failure.code()).isIn(Code.UNREADABLE, Code.UNREACHABLE, Code.NO_VIDEO);
    }
  }

  @Test
  void shouldSayWhatIsWrongWithASimulatedCamera() {
    assertFailure("sim:room?fps=0&colour=red", Code.BAD_ADDRESS, "fps");
  }

  private static void assertFailure(String source, Code code, String words) {
    IngestException failure = failure(source, Deadlines.DEFAULT);
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
    assertThat(failure).hasMessageContaining(words);
  }

  private static IngestException failure(String source, Deadlines deadlines) {
    return failure(source, deadlines, new CallDeadline());
  }

  private static IngestException failure(
      String source, Deadlines deadlines, CallDeadline deadline) {
    @Nullable IngestException failure =
        catchThrowableOfType(
            IngestException.class,
            () -> {
              try (FrameReader reader = open(source, deadlines, deadline)) {
                count(reader);
              }
            });
    assertThat(failure).as("%s should fail", source).isNotNull();
    return Objects.requireNonNull(failure);
  }

  private static FrameReader open(String source, Deadlines deadlines) {
    return open(source, deadlines, new CallDeadline());
  }

  private static FrameReader open(String source, Deadlines deadlines, CallDeadline deadline) {
    return FrameReader.open(
        SourceAddress.parse(source),
        new ReaderSettings(INPUT, 12.5, LoopFilter.ALL, EncodingChoice.RAW, false, deadlines),
        deadline);
  }

  private static int count(FrameReader reader) {
    int frames = 0;
    while (reader.next() != null) {
      frames++;
    }
    return frames;
  }
}
