package io.afterimage.bench.chaos.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the program's JVMs are started. Immutable.
 *
 * @param java the {@code java} program
 * @param classPath what holds the program and Kafka's server
 * @param home the folder that holds {@code packs}
 * @param options of the JVM, beside the size of its heap
 */
public record Launcher(Path java, String classPath, Path home, List<String> options) {
  /** For many that share a few cores, each killed before an optimising compiler would pay. */
  private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /** The program's entry. */
  public static final String AFTERIMAGE = "io.afterimage.app.Main";

  /** Kafka's server. */
  public static final String KAFKA = "kafka.Kafka";

  /** Copies the options. */
  public Launcher {
    options = List.copyOf(options);
  }

  /** The JVM of this process, with a class path; small, and soon there. */
  public static Launcher of(String classPath, Path home) {
    return new Launcher(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        classPath,
        home.toAbsolutePath(),
        SMALL);
  }

  /** The same, with the compilers and the collector that the program has when people start it. */
  public Launcher asInstalled() {
    return new Launcher(java, classPath, home, List.of());
  }

  /**
   * The command line of a JVM.
   *
   * @param heapMb the largest heap, MiB
   * @param logging a Logback configuration; stdout is its place
   * @param main {@link #AFTERIMAGE} or {@link #KAFKA}
   */
  public List<String> command(int heapMb, Path logging, String main, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx" + heapMb + "m"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-XX:+ExitOnOutOfMemoryError",
            "-Dlogback.configurationFile=" + logging,
            "-Dafterimage.home=" + home,
            "-cp",
            classPath,
            main));
    command.addAll(arguments);
    return command;
  }
}
