package io.afterimage.app.broker;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few megabytes, which a test can fill; only root on Linux can have one. */
final class SmallDisk implements AutoCloseable {
  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  /** Mounts one at a folder, or skips the test. */
  static SmallDisk mount(Path path, int megabytes) throws IOException {
    assumeThat(Files.isExecutable(Path.of("/bin/mount"))).as("this system has mount").isTrue();
    int status =
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", path.toString());
    assumeThat(status).as("this user may mount a file system").isZero();
    return new SmallDisk(path);
  }

  Path path() {
    return path;
  }

  /** Takes all the space that is left. */
  void fill() throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream filler = Files.newOutputStream(path.resolve("filler"))) {
      while (Files.getFileStore(path).getUsableSpace() > 0) {
        filler.write(block);
      }
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", "-l", path.toString());
  }

  private static int run(String... command) throws IOException {
    return new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue();
  }
}
