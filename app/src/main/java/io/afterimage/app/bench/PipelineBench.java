package io.afterimage.app.bench;

import io.afterimage.app.cli.Shell;
import io.afterimage.app.run.Run;
import io.afterimage.app.run.RunPlan;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
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
  private final Duration length;
  private final MeterRegistry meters = new SimpleMeterRegistry();

  /**
   * Nothing starts yet.
   *
   * @param shell where to show notes
   * @param plan the cameras; how long it runs is for this to say
   * @param warmUp how long the JVM and the cameras settle first
   * @param length how long all takes, from the start of the broker
   */
  public PipelineBench(Shell shell, RunPlan plan, Duration warmUp, Duration length) {
    this.shell = shell;
    this.plan = plan.atMost(length.plus(TAIL));
    this.warmUp = warmUp;
    this.length = length;
  }

  /**
   * Runs, and returns the report.
   *
   * @throws InterruptedException if the thread is asked to stop
   */
  public PipelineReport call() throws InterruptedException {
    long begun = System.nanoTime();
    LatencyLog latencies = new LatencyLog(begun + warmUp.toNanos(), begun + length.toNanos());
    CompletableFuture<Usage> from = usageAfter(warmUp);
    CompletableFuture<Usage> to = usageAfter(length);
    new Run(shell, plan, meters, new AtomicBoolean(), latencies).call();
    Usage end = to.completeOnTimeout(Usage.now(meters), 0, TimeUnit.SECONDS).join();
    return PipelineReport.of(plan.sources().size(), from.join(), end, latencies);
  }

  private CompletableFuture<Usage> usageAfter(Duration delay) {
    Executor later = CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS);
    return CompletableFuture.supplyAsync(() -> Usage.now(meters), later);
  }
}
