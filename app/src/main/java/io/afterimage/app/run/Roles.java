package io.afterimage.app.run;

import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.live.LivePacks;
import io.afterimage.app.live.PackWatch;
import io.afterimage.app.live.PacksOpening;
import io.afterimage.app.live.Part;
import io.afterimage.app.query.QueryService;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.stage.DirectEncoding;
import io.afterimage.inference.stage.EncodingStage;
import io.afterimage.ingest.Ingest;
import io.afterimage.ingest.IngestListener;
import io.afterimage.ingest.SourceSpec;
import io.afterimage.topology.AfterimageTopology;
import io.afterimage.topology.CaptioningTopology;
import io.afterimage.topology.RunnerSettings;
import io.afterimage.topology.StreamsApplication;
import io.afterimage.topology.TopologyException;
import io.afterimage.topology.TopologyListener;
import io.afterimage.topology.TopologyRunner;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The roles that one process plays, closed in the reverse order of their start: first nothing more
 * is read from cameras, then what is under way is encoded and remembered. Used by one thread.
 */
public final class Roles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Roles.class);
  private static final Duration START_WITHIN = Duration.ofSeconds(60);

  private final RoleSettings settings;
  private final MeterRegistry meters;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Queue<TopologyRunner> begun = new ArrayDeque<>();
  private final CompletableFuture<RuntimeException> fault = new CompletableFuture<>();
  private @Nullable QueryService queries;
  private final Consumer<String> tell;
  private final Supplier<LivePacks> open;
  private @Nullable LivePacks packs;

  /**
   * No role yet.
   *
   * @param settings of all roles
   * @param parts what the roles will do with packs
   * @param meters where they count
   * @param tell takes a sentence for people about each new version of a pack
   */
  public Roles(
      RoleSettings settings, Set<Part> parts, MeterRegistry meters, Consumer<String> tell) {
    this.settings = settings;
    this.meters = meters;
    this.tell = tell;
    Set<Part> done = Set.copyOf(parts);
    open =
        () -> {
          LivePacks opened = new LivePacks(settings.packs(), done, settings.runtime(), meters);
          started.push(opened);
          return opened;
        };
  }

  /**
   * No role yet.
   *
   * @param settings of all roles
   * @param packs the packs, for all that the roles will do with them; closed by the caller after
   *     this
   * @param meters where they count
   * @param tell takes a sentence for people about each new version of a pack
   */
  Roles(RoleSettings settings, PacksOpening packs, MeterRegistry meters, Consumer<String> tell) {
    this.settings = settings;
    this.meters = meters;
    this.tell = tell;
    open = packs::get;
  }

  /** Completes when a role had to stop by itself, with a sentence about it. */
  public CompletableFuture<RuntimeException> fault() {
    return fault;
  }

  /**
   * Begins to encode frames.
   *
   * @throws io.afterimage.inference.InferenceException if the pack's graphs cannot be run
   */
  public void startInference() {
    EncodingStage stage = new EncodingStage(settings.encoding(), packs().scoring().get(0), meters);
    started.push(stage);
    stage.start();
  }

  /**
   * Begins to keep memories, and waits until those of earlier runs are restored.
   *
   * @param stateDir where their local copies lie
   * @throws TopologyException if it does not come to run
   * @throws InterruptedException if the thread is asked to stop
   */
  public void startTopology(Path stateDir) throws InterruptedException {
    beginTopology(stateDir);
    awaitRunning();
  }

  /** As {@link #startTopology}, but waits for nothing: {@link #awaitRunning} does. */
  void beginTopology(Path stateDir) {
    AfterimageTopology topology =
        new AfterimageTopology(
            settings.topology(packs().captions()), packs().scoring(), meters, Clock.systemUTC());
    begin(topology, settings.memories(stateDir));
  }

  /**
   * Begins to put windows into words, with each caption pack; nothing starts if there is none.
   *
   * @param stateDir where the local copies of what was said last lie
   * @throws io.afterimage.inference.InferenceException if a pack's graphs cannot be run
   * @throws TopologyException if it does not come to run
   * @throws InterruptedException if the thread is asked to stop
   */
  public void startCaptioning(Path stateDir) throws InterruptedException {
    beginCaptioning(stateDir);
    awaitRunning();
  }

  /** As {@link #startCaptioning}, but waits for nothing: {@link #awaitRunning} does. */
  void beginCaptioning(Path stateDir) {
    for (LivePack pack : packs().captions()) {
      CaptioningTopology topology =
          new CaptioningTopology(
              settings.config().topics().names(),
              settings.config().topology().forgetAfter(),
              settings.letterPayload(),
              pack,
              meters,
              Clock.systemUTC());
      begin(topology, settings.captions(pack.id(), stateDir));
    }
  }

  /**
   * Waits until what began runs, with what earlier runs remembered, and answers questions from then
   * on.
   *
   * @throws TopologyException if it does not come to run
   * @throws InterruptedException if the thread is asked to stop
   */
  void awaitRunning() throws InterruptedException {
    while (!begun.isEmpty()) {
      TopologyRunner runner = begun.remove();
      runner.awaitRunning(START_WITHIN);
      QueryService asked = queries();
      if (asked != null) {
        asked.serve(runner.reader());
      }
    }
  }

  /** Begins to look for new versions of the packs, once the roles have started. */
  void watchPacks() {
    Duration every = settings.config().packsCheck();
    if (!every.isZero()) {
      PackWatch watch = new PackWatch(packs(), every, tell);
      started.push(watch);
      watch.start();
    }
  }

  /** Begins to read cameras. */
  Ingest startIngest(List<SourceSpec> sources, IngestListener listener) {
    return start(new Ingest(settings.ingest(), sources, null, meters, listener));
  }

  /**
   * Begins to read cameras and to encode their frames, which are in no topic.
   *
   * @throws io.afterimage.inference.InferenceException if the pack's graphs cannot be run
   */
  Ingest startEdge(List<SourceSpec> sources, IngestListener listener) {
    DirectEncoding encoding =
        new DirectEncoding(settings.encoding(), packs().scoring().get(0), meters);
    started.push(encoding);
    return start(new Ingest(settings.edge(), sources, encoding::send, meters, listener));
  }

  private Ingest start(Ingest ingest) {
    started.push(ingest);
    ingest.start();
    return ingest;
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      AutoCloseable role = started.pop();
      try {
        role.close();
      } catch (Exception e) {
        LOG.warn("{} did not stop cleanly", role.getClass().getSimpleName(), e);
      }
    }
  }

  private LivePacks packs() {
    if (packs == null) {
      packs = open.get();
    }
    return packs;
  }

  private void begin(StreamsApplication topology, RunnerSettings runnerSettings) {
    TopologyListener listener =
        new TopologyListener() {
          @Override
          public void failed(TopologyException failure) {
            fault.complete(failure);
          }
        };
    QueryService asked = queries();
    RunnerSettings reachable =
        asked == null ? runnerSettings : runnerSettings.answeringAt(asked.address());
    TopologyRunner runner = new TopologyRunner(reachable, topology, listener);
    started.push(runner);
    runner.start();
    begun.add(runner);
  }

  /** Where all topologies of this process are asked; null: nowhere. */
  private @Nullable QueryService queries() {
    AfterimageConfig config = settings.config();
    if (queries == null && config.topology().queryPort() != AfterimageConfig.Topology.NO_QUERIES) {
      queries =
          QueryService.open(
              config.topology(),
              settings.kafka().properties(),
              config.topics().names().instances(),
              meters,
              Clock.systemUTC());
      started.push(queries);
    }
    return queries;
  }
}
