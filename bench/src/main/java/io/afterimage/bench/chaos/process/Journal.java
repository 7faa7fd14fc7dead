package io.afterimage.bench.chaos.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.event.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** What happened in a run, one JSON line each: {@code journal.jsonl}. Thread-safe. */
public final class Journal {
  private final Path file;

  /** One entry. */
  private record Entry(String at, String event, String subject, String detail) {}

  /** A journal that is appended to. */
  public Journal(Path file) {
    this.file = file;
  }

  /**
   * Notes something.
   *
   * @param event what happened, in a word
   * @param subject to whom
   * @param detail anything else
   */
  public synchronized void note(String event, String subject, String detail) {
    Entry entry = new Entry(Instant.now().toString(), event, subject, detail);
    try {
      Files.writeString(
          file,
          new String(EventJson.write(entry), UTF_8) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be written: " + file, e);
    }
  }
}
