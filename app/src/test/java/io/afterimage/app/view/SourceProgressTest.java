package io.afterimage.app.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.app.cli.Shell;
import io.afterimage.app.cli.Terminal;
import io.afterimage.contract.CameraId;
import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.SourceInfo;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class SourceProgressTest {
  private static final CameraId DOOR = new CameraId("door");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void shouldShowABarForFilesOnATerminal() {
    try (SourceProgress progress = new SourceProgress(shell(true))) {
      progress.opened(DOOR, 1, source(OptionalLong.of(10_000_000), true));
      progress.progress(DOOR, 5_000_000);
      // A change of resolution: presentation times begin at 0 again.
      progress.opened(DOOR, 2, source(OptionalLong.of(10_000_000), true));
      progress.progress(DOOR, 2_500_000);
    }
    assertThat(err.toString(UTF_8)).contains("Reading").contains("75%").contains("/10 s");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  @Timeout(60)
  void shouldLetCamerasGoOnWhileNobodyReads() throws Exception {
    CountDownLatch printing = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(1);
    try (SourceProgress progress = new SourceProgress(shell(true))) {
      progress.opened(DOOR, 1, source(OptionalLong.of(10_000_000), true));
      FutureTask<@Nullable Void> stuck =
          new FutureTask<>(
              () -> {
                printing.countDown();
                read.await();
                return null;
              });
      Thread printer = new Thread(() -> progress.above(stuck));
      printer.start();
      printing.await();
      progress.progress(DOOR, 5_000_000);
      read.countDown();
      printer.join();
    }
    assertThat(err.toString(UTF_8)).contains("50%");
  }

  @Test
  void shouldShowNoBarInAPipe() {
    try (SourceProgress progress = new SourceProgress(shell(false))) {
      progress.opened(DOOR, 1, source(OptionalLong.of(10_000_000), true));
      progress.progress(DOOR, 5_000_000);
    }
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void shouldShowNoBarForCameras() {
    try (SourceProgress progress = new SourceProgress(shell(true))) {
      progress.opened(DOOR, 1, source(OptionalLong.empty(), false));
      progress.progress(DOOR, 5_000_000);
    }
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void shouldTellWarningsAndFailuresInOneSentenceEach() {
    try (SourceProgress progress = new SourceProgress(shell(false))) {
      progress.warned(DOOR, "the source is slow");
      progress.failed(DOOR, new IngestException(IngestException.Code.NOT_FOUND, "no such file"));
    }
    assertThat(err.toString(UTF_8).lines())
        .containsExactly("door: the source is slow", "door: no such file");
  }

  private static SourceInfo source(OptionalLong durationUs, boolean finite) {
    return new SourceInfo("h264", 320, 240, 25, durationUs, finite);
  }

  private Shell shell(boolean terminal) {
    return new Shell(
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        new Terminal(terminal, terminal, false),
        Map.of(),
        Path.of(""));
  }
}
