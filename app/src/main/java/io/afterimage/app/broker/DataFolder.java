package io.afterimage.app.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds one process's data: the embedded broker's logs and the local copies of the
 * memories. Held by one process at a time, through a lock that the operating system drops when the
 * process dies. Not thread-safe.
 */
public final class DataFolder implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String ADDRESS = "broker-address";

  private final Path path;
  private final FileChannel channel;

  private DataFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Creates the folder if it is missing, checks it, and takes it for this process.
   *
   * @param path the folder
   * @param minFreeBytes space that must be free on its disk
   * @throws AppException {@link Code#DATA_FOLDER} if it cannot be written, another process holds
   *     it, or its disk is nearly full
   */
  public static DataFolder open(Path path, long minFreeBytes) {
    Path folder = path.toAbsolutePath().normalize();
    try {
      Files.createDirectories(folder);
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < minFreeBytes) {
        throw new AppException(
            Code.DATA_FOLDER,
            "the disk of data folder %s has %d MB free and at least %d MB are needed: free some space, or name another folder with --data"
                .formatted(folder, free >> 20, minFreeBytes >> 20));
      }
      return new DataFolder(folder, lock(folder));
    } catch (IOException e) {
      throw new AppException(
          Code.DATA_FOLDER,
          "data folder %s cannot be written: check its permissions, or name another folder with --data"
              .formatted(folder),
          e);
    }
  }

  /**
   * The folder to use: the one that was set, else the user's for data that can be made again.
   *
   * @param set the setting; null: none
   * @param environment the process's variables
   */
  public static Path chosen(@Nullable Path set, Map<String, String> environment) {
    if (set != null) {
      return set;
    }
    String cache = environment.get("XDG_CACHE_HOME");
    String local = environment.get("LOCALAPPDATA");
    Path home = Path.of(System.getProperty("user.home"));
    if (cache != null && !cache.isBlank()) {
      return Path.of(cache, "afterimage");
    }
    if (local != null && !local.isBlank()) {
      return Path.of(local, "afterimage");
    }
    Path library = home.resolve("Library/Caches");
    return (Files.isDirectory(library) ? library : home.resolve(".cache")).resolve("afterimage");
  }

  /** The address of the broker that a process keeps running on a data folder, if there is one. */
  public static Optional<String> runningBroker(Path path) {
    Path folder = path.toAbsolutePath().normalize();
    if (!Files.exists(folder.resolve(LOCK))) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), READ, WRITE)) {
      boolean held = tryLock(channel) == null;
      return held
          ? Optional.of(Files.readString(folder.resolve(ADDRESS))).filter(text -> !text.isBlank())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** Where the embedded broker keeps its logs. */
  public Path broker() {
    return path.resolve("broker");
  }

  /** Where Kafka Streams keeps its state stores. */
  public Path streams() {
    return path.resolve("streams");
  }

  /**
   * Tells other processes of this machine where the folder's broker listens.
   *
   * @throws AppException {@link Code#DATA_FOLDER} if that cannot be written
   */
  public void announce(String bootstrap) {
    try {
      Files.writeString(path.resolve(ADDRESS), bootstrap);
    } catch (IOException e) {
      throw new AppException(
          Code.DATA_FOLDER, "data folder %s cannot be written".formatted(path), e);
    }
  }

  /** Gives the folder back. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(path.resolve(ADDRESS));
      channel.close();
    } catch (IOException e) {
      throw new AppException(
          Code.DATA_FOLDER, "data folder %s could not be given back".formatted(path), e);
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel = FileChannel.open(folder.resolve(LOCK), CREATE, READ, WRITE);
    try {
      if (tryLock(channel) == null) {
        throw new AppException(
            Code.DATA_FOLDER,
            "data folder %s is in use by another afterimage%s: stop that one, or name another folder with --data"
                .formatted(folder, holder(channel)));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // This very process holds it.
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    int read = channel.read(pid, 0);
    return read <= 0 ? "" : " (process " + new String(pid.array(), 0, read, UTF_8) + ")";
  }
}
