package io.afterimage.bench.chaos;

import io.afterimage.bench.chaos.compare.LogReader;
import io.afterimage.bench.chaos.compare.Outcome;
import io.afterimage.bench.chaos.fault.Faults;
import io.afterimage.bench.chaos.fault.Site;
import io.afterimage.bench.chaos.fault.SmallDisk;
import io.afterimage.bench.chaos.process.Cluster;
import io.afterimage.bench.chaos.process.Host;
import io.afterimage.bench.chaos.process.Journal;
import io.afterimage.bench.chaos.process.Node;
import io.afterimage.bench.chaos.process.Pipeline;
import io.afterimage.bench.chaos.process.Pipeline.Part;
import io.afterimage.bench.chaos.process.Restarts;
import io.afterimage.bench.chaos.process.Shape;
import io.afterimage.bench.chaos.process.WallClock;
import io.afterimage.bench.chaos.watch.Ending;
import io.afterimage.bench.chaos.watch.Progress;
import io.afterimage.contract.Topics;
import io.afterimage.topology.Delivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One run: the pipeline under faults, then the same frames undisturbed, then the comparison. One
 * use for each object.
 */
public final class ChaosRun {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int PARTITIONS = 4;

  private final RunPlan plan;
  private final Consumer<String> tell;
  private final Topics topics = new Topics(RunPlan.PREFIX);
  private final Instant started = Instant.now();
  private final Journal journal;
  private Map<String, Integer> faults = Map.of();
  private List<RunResult.Recovery> recoveries = List.of();
  private long frames;

  /**
   * Nothing runs yet.
   *
   * @param plan what to do
   * @param tell takes sentences for people
   */
  public ChaosRun(RunPlan plan, Consumer<String> tell) {
    this.plan = plan;
    this.tell = tell;
    this.journal = new Journal(plan.folder().resolve("journal.jsonl"));
  }

  /**
   * Runs. Every process is gone afterwards.
   *
   * @return what came of it; a pipeline that does not recover is a result too
   * @throws IOException if the folder cannot be written
   * @throws InterruptedException if the thread is asked to stop
   */
  public RunResult run() throws IOException, InterruptedException {
    Files.createDirectories(plan.folder());
    try (Restarts restarts = new Restarts(plan.shape().seed())) {
      Host host = Host.open(plan.launcher(), plan.folder().resolve("disturbed"), restarts, journal);
      return disturbed(host, restarts);
    } catch (IllegalStateException e) {
      journal.note("failed", "run", String.valueOf(e.getMessage()));
      return result(Verdict.NONE, String.valueOf(e.getMessage()));
    }
  }

  private RunResult disturbed(Host host, Restarts restarts)
      throws IOException, InterruptedException {
    Shape shape = plan.shape();
    Map<String, WallClock> clocks = clocks(host);
    try (Cluster cluster =
            Cluster.start(
                host,
                shape.brokers(),
                Optional.ofNullable(clocks.get("broker-" + shape.brokers())));
        Pipeline pipeline = Pipeline.prepare(host, shape, topics.prefix(), cluster, clocks);
        Disk disk = new Disk(SmallDisk.mount(host.folder().resolve("topology-1")))) {
      Site site = new Site(cluster, pipeline, clocks, disk.mounted(), restarts);
      storm(site);
      finish(cluster, pipeline);
      return compared(cluster, restarts);
    }
  }

  /** A disk that there may be. */
  private record Disk(Optional<SmallDisk> mounted) implements AutoCloseable {
    @Override
    public void close() {
      mounted.ifPresent(SmallDisk::close);
    }
  }

  private Map<String, WallClock> clocks(Host host) {
    Optional<Path> library = WallClock.library();
    Map<String, WallClock> clocks = new HashMap<>();
    if (library.isPresent()) {
      Shape shape = plan.shape();
      for (String name :
          List.of(
              "broker-" + shape.brokers(),
              "topology-" + shape.topologies(),
              "inference-" + shape.inferences())) {
        clocks.put(name, WallClock.of(library.get(), host.folder().resolve(name + ".clock")));
      }
    }
    return clocks;
  }

  private void storm(Site site) throws InterruptedException {
    Set<String> cameras =
        IntStream.range(0, plan.shape().cameras())
            .mapToObj(Shape::camera)
            .collect(Collectors.toSet());
    site.pipeline().nodes().forEach(Node::start);
    long seed = plan.shape().seed();
    try (Progress progress = new Progress(site.cluster().client(), topics, PARTITIONS, cameras);
        Faults struck = new Faults(site, plan.kinds(), seed)) {
      struck.leftOut().forEach(tell);
      Storm storm = new Storm(struck, progress, journal, plan.isolated(), seed);
      try {
        if (!progress.awaitPredicted(started, START)) {
          throw new IllegalStateException(
              "the pipeline did not come up within %s: %s".formatted(START, progress.state()));
        }
        journal.note("begin", "faults", struck.kinds().toString());
        storm.rage(plan.faults());
        storm.awaitCalm();
      } catch (IllegalStateException e) {
        site.pipeline().dumpThreads();
        throw e;
      } finally {
        faults = storm.done();
        recoveries = storm.recoveries();
      }
    }
  }

  /** Ends ingest in the middle, so that hidden states remain, and all others when they are done. */
  private void finish(Cluster cluster, Pipeline pipeline) throws InterruptedException {
    journal.note("end", "faults", faults.toString());
    pipeline.nodes(Part.INGEST).forEach(Node::killForGood);
    try (Ending ending = new Ending(cluster.client(), topics, PATIENCE)) {
      ending.await();
      frames = ending.frames();
    } catch (IllegalStateException e) {
      pipeline.dumpThreads();
      throw e;
    }
    pipeline.stop(Part.INFERENCE);
    pipeline.stop(Part.TOPOLOGY);
    pipeline.stop(Part.CAPTIONING);
  }

  private RunResult compared(Cluster cluster, Restarts restarts)
      throws IOException, InterruptedException {
    LogReader reader = new LogReader(cluster.client());
    Outcome disturbed;
    try (Ending ending = new Ending(cluster.client(), topics, PATIENCE)) {
      disturbed = Outcome.read(reader, topics, ending.changelogs());
    }
    Map<String, NavigableMap<Long, String>> truth = Outcome.truth(reader, topics);
    journal.note("begin", "undisturbed run", "");
    Host host = Host.open(plan.launcher(), plan.folder().resolve("undisturbed"), restarts, journal);
    Outcome undisturbed = new CopiedFrames(plan, host).run(cluster);
    Verdict verdict =
        Verdict.of(disturbed, undisturbed, truth, plan.shape().delivery() != Delivery.EXACTLY_ONCE);
    verdict.write(plan.folder().resolve("differences.jsonl"));
    journal.note("compared", "run", verdict.differences().size() + " differences");
    return result(
        verdict,
        undisturbed.events() < plan.leastEvents()
            ? "only %d events to compare".formatted(undisturbed.events())
            : null);
  }

  private RunResult result(Verdict verdict, @Nullable String failure) {
    Outcome undisturbed = verdict.undisturbed();
    return new RunResult(
        plan.number(),
        plan.shape().seed(),
        plan.shape().delivery().wireName(),
        plan.shape().sources().wireName(),
        plan.shape().brokers(),
        plan.shape().standbys(),
        plan.shape().cameras(),
        started.toString(),
        Duration.between(started, Instant.now()).toMillis() / 1000.0,
        faults,
        recoveries,
        frames,
        undisturbed.predictions(),
        undisturbed.events(),
        verdict.repeats(),
        verdict.counts(),
        undisturbed.stateCount(),
        verdict.disturbed().accuracy(verdict.truth()),
        undisturbed.accuracy(verdict.truth()),
        failure);
  }
}
