package io.afterimage.bench.speed.result;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The shape of a machine. Immutable.
 *
 * @param cpu the processor's model
 * @param cores that this process may use
 * @param memoryGib of the machine, or of its container
 * @param jdk that ran it
 * @param os the operating system
 */
public record Machine(String cpu, int cores, double memoryGib, String jdk, String os) {
  /** The one that this process runs on. */
  public static Machine own() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        model(),
        Runtime.getRuntime().availableProcessors(),
        Math.round(system.getTotalMemorySize() * 10.0 / (1 << 30)) / 10.0,
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"));
  }

  /** In one line. */
  public String text() {
    return String.format(
        Locale.ROOT, "%s, %d cores, %.1f GiB, %s, %s", cpu, cores, memoryGib, jdk, os);
  }

  private static String model() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElseGet(() -> System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch"); // Not Linux.
    }
  }
}
