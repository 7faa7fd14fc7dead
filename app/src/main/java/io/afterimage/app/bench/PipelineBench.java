package io.afterimage.app.bench;

import io.afterimage.app.cli.Shell;
import io.afterimage.app.run.Run;
import io.afterimage.app.run.RunPlan;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs cameras through all roles and tells what they cost: frames, latencies by stage, CPU and
 * resident memory. The broker runs in the same process and is counted. What happens before the
 * warm-up is over does not count.
 */
public final class PipelineBench {
  /** The run goes on after the measurement ends, so that its end is not measured. */
  private static final Duration TAIL = Duration.ofSeconds(1);

  private final Shell shell;
  private final RunPlan plan;
  private final Duration warmUp;
  private final Duration window;
  private final int windows;
  private final MeterRegistry meters = new SimpleMeterRegistry();

  /**
   * Nothing starts yet.
   *
   * @param shell where to show notes
   * @param plan the cameras; how long it runs is for this to say
   * @param warmUp how long the JVM and the cameras settle first, from the start of the broker
   * @param window how long is measured at a time
   * @param windows how often, one after the other
   */
  public PipelineBench(Shell shell, RunPlan plan, Duration warmUp, Duration window, int windows) {
    this.shell = shell;
    this.plan = plan.atMost(warmUp.plus(window.multipliedBy(windows)).plus(TAIL));
    this.warmUp = warmUp;
    this.window = window;
    this.windows = windows;
  }

  /**
   * Runs, and returns a report of each window.
   *
   * @throws InterruptedException if the thread is asked to stop
   */
  public List<PipelineReport> call() throws InterruptedException {
    long begun = System.nanoTime() + warmUp.toNanos();
    LatencyLog latencies = new LatencyLog(begun, window.toNanos(), windows);
    List<CompletableFuture<Usage>> usages = new ArrayList<>();
    for (int i = 0; i <= windows; i++) {
      usages.add(usageAfter(warmUp.plus(window.multipliedBy(i))));
    }
    new Run(shell, plan, meters, new AtomicBoolean(), latencies).call();
    List<PipelineReport> reports = new ArrayList<>();
    for (int i = 0; i < windows && usages.get(i + 1).isDone(); i++) {
      Usage from = usages.get(i).join();
      Usage to = usages.get(i + 1).join();
      reports.add(PipelineReport.of(plan.sources().size(), from, to, latencies.window(i)));
    }
    return reports;
  }

  private CompletableFuture<Usage> usageAfter(Duration delay) {
    Executor later = CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS);
    return CompletableFuture.supplyAsync(() -> Usage.now(meters), later);
  }
}
