package io.afterimage.app.replay;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.broker.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a replay's memories have their local copies: a folder of its own below the data folder,
 * which another process may hold meanwhile. It is removed in the end.
 */
final class ReplayState implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayState.class);

  private final DataFolder folder;

  private ReplayState(DataFolder folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder, empty.
   *
   * @param data the data folder
   * @param name the replay's name
   * @param minFreeBytes space that must be free on its disk
   * @throws AppException {@link Code#DATA_FOLDER} if it cannot be written, its disk is nearly full,
   *     or a replay of that name is running
   */
  static ReplayState open(Path data, String name, long minFreeBytes) {
    DataFolder folder = DataFolder.open(data.resolve("replays").resolve(name), minFreeBytes);
    remove(folder.streams()); // A replay that was killed leaves it behind.
    return new ReplayState(folder);
  }

  /** Where Kafka Streams keeps its state stores. */
  Path streams() {
    return folder.streams();
  }

  @Override
  public void close() {
    folder.close();
    remove(folder.path());
  }

  private static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.delete(each);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("{} is not needed any more but cannot be removed", folder, e);
    }
  }
}
