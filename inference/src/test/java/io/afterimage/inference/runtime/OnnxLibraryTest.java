package io.afterimage.inference.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OnnxLibraryTest {
  /** What the child process runs. */
  public static void main(String[] args) {
    System.out.println("ONNX Runtime " + OnnxLibrary.environment().getVersion());
  }

  @Test
  void shouldStartInAProcessWithALongCommandLine() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OnnxLibraryTest.class.getName(),
                "x".repeat(100_000))
            .redirectErrorStream(true)
            .start();

    String said = new String(child.getInputStream().readAllBytes(), UTF_8);

    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as(said).isZero();
    assertThat(said).contains("ONNX Runtime 1.");
  }
}
