package io.afterimage.bench.speed;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.cli.Shell;
import io.afterimage.bench.chaos.process.Launcher;
import io.afterimage.bench.speed.pipeline.Program;
import java.nio.file.Path;

/**
 * Where the program lies that is measured. Immutable.
 *
 * @param home the folder that holds {@code packs} and {@code bench}
 */
record Place(Path home) {
  /**
   * What the script says.
   *
   * @throws AppException {@link Code#CONFIG} if it was not the script that started this
   */
  static Place of(Shell shell) {
    Path home = shell.installation();
    if (home == null) {
      throw new AppException(
          Code.CONFIG, "start it with bench/speed, which says where the program lies");
    }
    return new Place(home);
  }

  /** The log of what was measured. */
  Path results() {
    return home.resolve("bench/results.jsonl");
  }

  /** The report that is made of it. */
  Path report() {
    return home.resolve("bench/RESULTS.md");
  }

  /** The folder of a pack. */
  Path pack(String id) {
    return home.resolve("packs").resolve(id);
  }

  /** The recordings that stand beside the installation, if there are any. */
  Path recordings() {
    return home.resolve("../shared/data/room").normalize();
  }

  /** Where clips are kept from one measurement to the next. */
  Path work() {
    return home.resolve("bench/target/speed");
  }

  /** The program as its users start it. */
  Program program() {
    return new Program(home.resolve("afterimage"), work().resolve("program.log"));
  }

  /** Starts the program in processes of its own. */
  Launcher launcher() {
    return Launcher.of(System.getProperty("afterimage.chaos.program"), home).asInstalled();
  }
}
