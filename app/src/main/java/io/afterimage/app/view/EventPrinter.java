package io.afterimage.app.view;

import io.afterimage.app.cli.Shell;
import io.afterimage.app.kafka.EventLine;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.event.EventJson;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Prints records to stdout, for people or as JSON. Used by one thread. */
public final class EventPrinter {
  private final PrintStream out;
  private final EventText text;
  private final boolean json;
  private final boolean markers;

  /**
   * Prints to a shell's stdout.
   *
   * @param shell where to print, and whether in colour
   * @param json one JSON object a line instead of text
   * @param markers whether JSON includes idle and end markers
   */
  public EventPrinter(Shell shell, boolean json, boolean markers) {
    this.out = shell.out();
    this.text = new EventText(ZoneId.systemDefault(), shell.terminal().colourOut());
    this.json = json;
    this.markers = markers;
  }

  /**
   * Prints one record.
   *
   * @throws UncheckedIOException if nobody reads stdout any more
   */
  public void print(ConsumerRecord<String, byte[]> record) {
    boolean marker = isMarker(record.value());
    if (json && (markers || !marker)) {
      out.println(EventLine.of(record));
    } else if (!json && !marker) {
      out.println(text.of(record));
    }
    if (out.checkError()) {
      throw new UncheckedIOException(new IOException("stdout is closed"));
    }
  }

  private static boolean isMarker(byte[] value) {
    try {
      return EventJson.isMarker(value);
    } catch (ContractException e) {
      return false;
    }
  }
}
