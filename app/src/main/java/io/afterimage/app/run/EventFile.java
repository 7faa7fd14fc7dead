package io.afterimage.app.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.kafka.EventLine;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Gets each event of a run as one line of JSON. Used by one thread at a time. */
final class EventFile implements AutoCloseable {
  private final Path path;
  private final BufferedWriter writer;

  /**
   * Creates the file, or empties it.
   *
   * @throws AppException {@link Code#CONFIG} if it cannot be written
   */
  EventFile(Path path) {
    this.path = path;
    try {
      writer = Files.newBufferedWriter(path, UTF_8);
    } catch (IOException e) {
      throw new AppException(
          Code.CONFIG,
          "%s cannot be written: name another file with --events-out".formatted(path),
          e);
    }
  }

  /**
   * Appends an event.
   *
   * @throws AppException {@link Code#CONFIG} if the disk is full or the file gone
   */
  void write(ConsumerRecord<String, byte[]> record) {
    try {
      writer.write(EventLine.of(record));
      writer.newLine();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private AppException broken(IOException e) {
    return new AppException(
        Code.CONFIG,
        "%s can no longer be written: see whether its disk is full".formatted(path),
        e);
  }
}
