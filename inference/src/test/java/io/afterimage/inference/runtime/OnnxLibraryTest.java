package io.afterimage.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OnnxLibraryTest {
  /** What the child process runs. */
  public static void main(String[] args) {
    System.out.println("ONNX Runtime " + OnnxLibrary.environment().getVersion());
  }

  @Test
  void shouldStartInAProcessWithALongCommandLine() throws Exception {
    assertThat(ChildJvm.run(OnnxLibraryTest.class, List.of(), "x".repeat(100_000)))
        .contains("ONNX Runtime 1.");
  }
}
