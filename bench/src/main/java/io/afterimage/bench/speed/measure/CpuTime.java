package io.afterimage.bench.speed.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time, user and system, in seconds. Stateless and thread-safe. */
public final class CpuTime {
  private static final double NANOS = 1e9;

  /** In which Linux counts what it tells of processes, whatever the kernel's own clock. */
  private static final double TICKS = 100;

  /** Fields of {@code /proc/PID/stat}, counted from 1 as in its manual page. */
  private static final int UTIME = 14;

  private static final int CUTIME = 16;

  private CpuTime() {}

  /** Of this process, all threads. */
  public static double ofProcess() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return system.getProcessCpuTime() / NANOS;
  }

  /** Of the calling thread. */
  public static double ofThread() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / NANOS;
  }

  /**
   * Of another process that runs, all threads, to a hundredth of a second. Linux only.
   *
   * @throws UncheckedIOException if there is no such process
   */
  public static double of(long pid) {
    return sum(stat(Long.toString(pid)), UTIME);
  }

  /** Of all processes that this one started and that have ended, likewise. */
  public static double ofEndedChildren() {
    return sum(stat("self"), CUTIME);
  }

  /**
   * Two neighbouring fields of a process's line, in seconds.
   *
   * @param line of {@code /proc/PID/stat}; its second field, a name in brackets, may hold anything
   * @param field the first one's number, at least 3
   */
  static double sum(String line, int field) {
    String[] fields = line.substring(line.lastIndexOf(')') + 2).trim().split(" ", -1);
    int at = field - 3;
    return (Long.parseLong(fields[at]) + Long.parseLong(fields[at + 1])) / TICKS;
  }

  private static String stat(String process) {
    try {
      return Files.readString(Path.of("/proc", process, "stat"));
    } catch (IOException e) {
      throw new UncheckedIOException("the CPU time of process " + process + " is not known", e);
    }
  }
}
