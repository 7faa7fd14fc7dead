package io.afterimage.bench.peers;

import io.afterimage.app.AppException;
import io.afterimage.app.broker.DataFolder;
import io.afterimage.app.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The embedded broker as a process: prints {@code host:port} once it takes requests, and stops when
 * its standard input ends, so that it never outlives whoever started it.
 */
public final class BrokerMain {
  private static final long MIN_FREE = 256L << 20;

  private BrokerMain() {}

  /**
   * Runs until the standard input ends.
   *
   * @param args the data folder, alone
   * @throws IOException if the standard input cannot be read
   */
  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (args.length != 1) {
      throw new IllegalArgumentException("name one folder for the broker's data");
    }
    try (DataFolder data = DataFolder.open(Path.of(args[0]), MIN_FREE);
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      out.println(broker.bootstrap());
      while (System.in.read() >= 0) {
        // What is written there says nothing; only its end does.
      }
    } catch (AppException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
