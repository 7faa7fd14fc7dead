package io.afterimage.bench.chaos.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {
  @TempDir private Path folder;
  private final BlockingQueue<Integer> starts = new LinkedBlockingQueue<>();

  @Test
  void shouldComeBackWhenItWasKilledButNotWhenItIsToStayDown() throws Exception {
    try (Restarts restarts = new Restarts(1)) {
      Node node = node(restarts);
      node.start();
      assertThat(starts.poll(30, SECONDS)).isZero();
      assertThat(node.isUp()).isTrue();

      node.kill();
      assertThat(starts.poll(30, SECONDS)).isEqualTo(1);

      assertThat(node.stop(Duration.ofSeconds(30))).isTrue();
      assertThat(node.isAlive()).isFalse();
      assertThat(starts).isEmpty();
      assertThat(Files.readString(folder.resolve("journal.jsonl")))
          .contains("\"start\"", "exit status 137");
    }
  }

  @Test
  void shouldBeAliveButNotUpWhileItIsPaused() throws Exception {
    try (Restarts restarts = new Restarts(1)) {
      Node node = node(restarts);
      node.start();
      node.pause(true);
      assertThat(node.isUp()).isFalse();
      assertThat(node.isAlive()).isTrue();
      node.pause(false);
      assertThat(node.isUp()).isTrue();
      assertThat(node.stop(Duration.ofSeconds(30))).isTrue();
    }
  }

  @Test
  void shouldTellWhatTheThreadsOfAJvmDo() throws Exception {
    try (Restarts restarts = new Restarts(1)) {
      Node jvm = new Node("jvm", n -> jshell(), restarts, journal());
      jvm.start();
      jvm.dumpThreads(folder);
      jvm.killForGood();
      jvm.awaitEnd();

      assertThat(Files.readString(folder.resolve("jvm.threads"))).contains("Full thread dump");
    }
  }

  /** A JVM that waits for what is typed. */
  private static ProcessBuilder jshell() {
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jshell").toString());
  }

  private Journal journal() {
    return new Journal(folder.resolve("journal.jsonl"));
  }

  private Node node(Restarts restarts) {
    return new Node(
        "sleeper",
        n -> {
          starts.add(n);
          return new ProcessBuilder("sleep", "600");
        },
        restarts,
        journal());
  }
}
