package io.afterimage.bench.chaos.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the program's JVMs are started. They are small and start soon: many of them share a few
 * cores, and each one is killed before it would gain from an optimising compiler. Immutable.
 *
 * @param java the {@code java} program
 * @param classPath what holds the program and Kafka's server
 * @param home the folder that holds {@code packs}
 */
public record Launcher(Path java, String classPath, Path home) {
  /** The program's entry. */
  public static final String AFTERIMAGE = "io.afterimage.app.Main";

  /** Kafka's server. */
  public static final String KAFKA = "kafka.Kafka";

  /** The JVM of this process, with a class path. */
  public static Launcher of(String classPath, Path home) {
    return new Launcher(
        Path.of(System.getProperty("java.home"), "bin", "java"), classPath, home.toAbsolutePath());
  }

  /**
   * The command line of a JVM.
   *
   * @param heapMb the largest heap, MiB
   * @param logging a Logback configuration; stdout is its place
   * @param main {@link #AFTERIMAGE} or {@link #KAFKA}
   */
  public List<String> command(int heapMb, Path logging, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            java.toString(),
            "-Xmx" + heapMb + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
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
