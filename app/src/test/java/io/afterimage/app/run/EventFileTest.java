package io.afterimage.app.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.afterimage.app.AppException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventFileTest {
  @TempDir private Path folder;

  @Test
  void shouldSayThatItCannotBeWritten() {
    assertThatThrownBy(() -> new EventFile(folder.resolve("missing/out.jsonl")))
        .isInstanceOf(AppException.class)
        .hasMessageContaining("out.jsonl cannot be written: name another file with --events-out");
  }

  @Test
  void shouldSayThatItsDiskIsFull() {
    Path full = Path.of("/dev/full");
    assumeThat(Files.exists(full)).as("this system has /dev/full").isTrue();
    assertThatThrownBy(
            () -> {
              try (EventFile file = new EventFile(full)) {
                file.write(new ConsumerRecord<>("actions", 0, 0, "room", "{}".getBytes(UTF_8)));
              }
            })
        .isInstanceOf(AppException.class)
        .hasMessage("/dev/full can no longer be written: see whether its disk is full");
  }
}
