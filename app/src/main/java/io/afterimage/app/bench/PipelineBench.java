package io.afterimage.app.bench;

import io.afterimage.app.cli.Shell;
import io.afterimage.app.run.Run;
import io.afterimage.app.run.RunPlan;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Runs cameras through all roles and tells what they cost: frames, latencies by stage, CPU and
 * resident memory. The broker runs in the same process and is counted. What happens before the
 * warm-up is over does not count.
 */
public final class PipelineBench {
  private static final double NANOS = 1e9;

  private final Shell shell;
  private final RunPlan plan;
  private final Duration warmUp;
  private final MeterRegistry meters = new SimpleMeterRegistry();

  /**
   * Nothing starts yet.
   *
   * @param shell where to show notes
   * @param plan the cameras, and how long to run
   * @param warmUp how long the JVM and the cameras settle first
   */
  public PipelineBench(Shell shell, RunPlan plan, Duration warmUp) {
    this.shell = shell;
    this.plan = plan;
    this.warmUp = warmUp;
  }

  /** What has been used up to a moment. */
  private record Mark(long nanos, long cpuNanos, double decoded, double sampled) {
    private static Mark now(MeterRegistry meters) {
      return new Mark(
          System.nanoTime(),
          cpu(),
          count(meters, "afterimage.ingest.frames", "decoded"),
          count(meters, "afterimage.ingest.frames", "sampled"));
    }
  }

  /**
   * Runs, and returns the report.
   *
   * @throws InterruptedException if the thread is asked to stop
   */
  public String call() throws InterruptedException {
    long countFrom = System.nanoTime() + warmUp.toNanos();
    LatencyLog latencies = new LatencyLog(countFrom);
    Mark[] begun = new Mark[1];
    Run run =
        new Run(
            shell,
            plan,
            meters,
            new AtomicBoolean(),
            record -> {
              if (begun[0] == null && System.nanoTime() >= countFrom) {
                begun[0] = Mark.now(meters);
              }
              latencies.accept(record);
            });
    run.call();
    Mark from = begun[0];
    if (from == null) {
      return "no event came after the warm-up: run it longer, or with more cameras";
    }
    return report(from, Mark.now(meters), latencies);
  }

  private String report(Mark from, Mark to, LatencyLog latencies) {
    int cameras = plan.sources().size();
    double seconds = (to.nanos() - from.nanos()) / NANOS;
    double cpuSeconds = (to.cpuNanos() - from.cpuNanos()) / NANOS;
    return String.format(
            Locale.ROOT,
            "%d cameras, %.1f s measured, %d processors%n"
                + "frames    %.1f decoded/s, %.1f sampled/s, dropped %.0f in the slot, %.0f by age%n"
                + "cpu       %.2f cores, %.2f ms a camera and second%n"
                + "memory    %.0f MB resident%n"
                + "latency of %d events, ms   p50       p95       p99%n",
            cameras,
            seconds,
            Runtime.getRuntime().availableProcessors(),
            (to.decoded() - from.decoded()) / seconds,
            (to.sampled() - from.sampled()) / seconds,
            count(meters, "afterimage.ingest.frames", "dropped_slot"),
            count(meters, "afterimage.encode.frames", "skipped_age"),
            cpuSeconds / seconds,
            1000 * cpuSeconds / seconds / cameras,
            residentBytes() / 1e6,
            latencies.size())
        + latencies.table();
  }

  private static double count(MeterRegistry meters, String name, String outcome) {
    return meters.find(name).tag("outcome", outcome).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private static long cpu() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  /** Resident size from Linux's own book-keeping; not a number elsewhere. */
  private static double residentBytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("\\D+", "")))
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
