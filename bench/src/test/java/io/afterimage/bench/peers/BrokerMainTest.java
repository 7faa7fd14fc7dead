package io.afterimage.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerMainTest {
  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
    started.forEach(process -> process.onExit().join());
  }

  @Test
  void shouldTellWhereItListensAndEndWithItsInput() throws Exception {
    Process broker = start();
    String bootstrap = firstLine(broker);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      assertThat(admin.describeCluster().nodes().get()).hasSize(1);
    }

    broker.getOutputStream().close();

    assertThat(broker.waitFor()).isZero();
  }

  @Test
  void shouldRefuseAFolderThatIsInUse() throws Exception {
    assertThat(firstLine(start())).contains(":");

    Process second = start();

    assertThat(new String(second.getErrorStream().readAllBytes(), UTF_8))
        .contains(folder.toString());
    assertThat(second.waitFor()).isEqualTo(1);
  }

  private Process start() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName(),
                folder.toString())
            .start();
    started.add(process);
    return process;
  }

  @SuppressWarnings("resource") // Ends with the process.
  private static String firstLine(Process process) throws IOException {
    BufferedReader out = process.inputReader(UTF_8);
    return String.valueOf(out.readLine());
  }
}
