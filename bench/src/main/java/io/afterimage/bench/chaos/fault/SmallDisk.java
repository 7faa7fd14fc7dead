package io.afterimage.bench.chaos.fault;

import io.afterimage.bench.chaos.process.Commands;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A small file system in memory, mounted at a folder, that can be filled. Thread-safe. */
public final class SmallDisk implements AutoCloseable {
  private static final int SIZE_MB = 192;
  private static final int CHUNK = 1 << 16;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * Mounts a disk.
   *
   * @return nothing where that is not allowed
   * @throws IOException if the folder cannot be made
   */
  public static Optional<SmallDisk> mount(Path folder) throws IOException {
    Files.createDirectories(folder);
    Optional<String> refused =
        Commands.run(
            "mount", "-t", "tmpfs", "-o", "size=" + SIZE_MB + "m", "tmpfs", folder.toString());
    return refused.isEmpty() ? Optional.of(new SmallDisk(folder)) : Optional.empty();
  }

  /** Takes all the space that is left. */
  public void fill() {
    byte[] chunk = new byte[CHUNK];
    for (int size = CHUNK; size > 0; size /= 16) {
      try (OutputStream out = Files.newOutputStream(folder.resolve("filler-" + size))) {
        while (true) {
          out.write(chunk, 0, size);
        }
      } catch (IOException e) {
        // Full for pieces of this size.
      }
    }
  }

  /** Gives the space back. */
  public void free() {
    try (var files = Files.newDirectoryStream(folder, "filler-*")) {
      for (Path file : files) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the disk cannot be freed: " + folder, e);
    }
  }

  @Override
  public void close() {
    var unused = Commands.run("umount", "-l", folder.toString());
  }
}
