package io.afterimage.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * The name by which an instance is known to its consumer group ({@code group.instance.id}), kept
 * beside its local state: a process that was killed and comes back takes the place of its former
 * self, whose cameras need not wait until that is given up.
 */
final class InstanceId {
  private InstanceId() {}

  /**
   * The name of the instance whose local state lies in a folder; a new one if it has none.
   *
   * @throws IOException if the folder cannot be read, or a new name cannot be written
   */
  static String of(Path stateDir, String applicationId) throws IOException {
    Path file = stateDir.resolve(applicationId + ".instance");
    if (Files.exists(file)) {
      return Files.readString(file);
    }
    Files.createDirectories(stateDir);
    String id = UUID.randomUUID().toString();
    // Moved, so that a crash or a full disk never leaves half a name.
    Path written = Files.writeString(stateDir.resolve(applicationId + ".instance.new"), id);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    return id;
  }
}
