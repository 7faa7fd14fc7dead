package io.afterimage.topology;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The name by which an instance is known to its consumer group ({@code group.instance.id}), kept
 * beside its local state: a process that was killed and comes back takes the place of its former
 * self, whose cameras need not wait until that is given up.
 */
final class InstanceId {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceId.class);
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private InstanceId() {}

  /**
   * The name of the instance whose local state lies in a folder; a new one if it has none that can
   * be read.
   *
   * @throws IOException if the folder cannot be read, or a new name cannot be written
   */
  static String of(Path stateDir, String applicationId) throws IOException {
    Path file = stateDir.resolve(applicationId + ".instance");
    if (Files.exists(file)) {
      String kept = Files.readString(file, ISO_8859_1); // Whatever bytes it has.
      if (NAME.matcher(kept).matches()) {
        return kept;
      }
      LOG.warn("{} holds no instance's name, so this one gets a new one", file);
    }
    Files.createDirectories(stateDir);
    String id = UUID.randomUUID().toString();
    // Moved, so that a crash or a full disk never leaves half a name.
    Path written = Files.writeString(stateDir.resolve(applicationId + ".instance.new"), id);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return id;
  }
}
