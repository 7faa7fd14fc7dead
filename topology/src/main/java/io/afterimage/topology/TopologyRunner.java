package io.afterimage.topology;

import static org.apache.kafka.streams.StreamsConfig.mainConsumerPrefix;

import io.afterimage.topology.TopologyException.Code;
import io.afterimage.topology.delivery.EarlyEvents;
import io.afterimage.topology.query.StateReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a topology on Kafka Streams: {@link #start}, {@link #awaitRunning}, {@link #close}. A thread
 * that fails is replaced; a fault that no new thread cures stops the client, is logged, and is told
 * to the listener. Local state is never deleted at the start. Thread-safe.
 */
public final class TopologyRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopologyRunner.class);
  private static final Duration CLOSE_WITHIN = Duration.ofMillis(4500);

  private final RunnerSettings settings;
  private final TopologyListener listener;
  private final FaultJudge judge;
  private final KafkaStreams streams;
  private final StateReader reader;
  private final Object stateChange = new Object();
  private volatile @Nullable TopologyException fault;

  /**
   * Prepares a topology; nothing is read before {@link #start}.
   *
   * @param settings how it runs
   * @param application what runs
   * @param listener hears of its states and of the fault that stops it
   * @throws TopologyException {@link Code#STATE_DIR} if the state folder cannot be used, {@link
   *     Code#BAD_SETTING} if Kafka Streams refuses a setting
   */
  public TopologyRunner(
      RunnerSettings settings, StreamsApplication application, TopologyListener listener) {
    this.settings = settings;
    this.listener = listener;
    judge = new FaultJudge(Clock.systemUTC());
    Topology built = application.build();
    LOG.debug("Topology {}:\n{}", settings.applicationId(), built.describe());
    streams = make(built, application);
    streams.setStateListener((now, before) -> changed(now));
    streams.setUncaughtExceptionHandler(this::failed);
    streams.setGlobalStateRestoreListener(new RestoreMeters(application.meters()));
    reader = new StateReader(streams, settings.applicationId(), settings.address(), stores(built));
  }

  /**
   * Begins to read. Returns at once; brokers that are not there are waited for.
   *
   * @throws TopologyException {@link Code#STATE_DIR} if another process holds the state folder
   */
  public void start() {
    try {
      streams.start();
    } catch (StreamsException | IllegalStateException e) {
      throw new TopologyException(Code.STATE_DIR, stateDirSentence(e), e);
    }
  }

  /**
   * Waits until cameras are assigned and memories restored.
   *
   * @throws TopologyException the fault that stopped the topology, or {@link Code#NOT_RUNNING} if
   *     it takes longer than {@code timeout}
   * @throws InterruptedException if the thread is interrupted
   */
  public void awaitRunning(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    synchronized (stateChange) {
      while (streams.state() != KafkaStreams.State.RUNNING) {
        long leftMs = (deadline - System.nanoTime()) / 1_000_000;
        if (fault != null) {
          throw fault;
        }
        if (leftMs <= 0 || streams.state().hasStartedOrFinishedShuttingDown()) {
          throw new TopologyException(
              Code.NOT_RUNNING,
              "the topology '%s' is %s, not running, after up to %d ms; check that the brokers are there and the log"
                  .formatted(settings.applicationId(), streams.state(), timeout.toMillis()));
        }
        stateChange.wait(leftMs);
      }
    }
  }

  /** What the topology is doing. */
  public KafkaStreams.State state() {
    return streams.state();
  }

  /** Reads what is kept, here and on the other instances, while it runs. */
  public StateReader reader() {
    return reader;
  }

  /**
   * Stops within 5 s: what was read is finished and committed, and the group is left, so that
   * others take over at once.
   */
  @Override
  public void close() {
    boolean closed =
        streams.close(
            CloseOptions.timeout(CLOSE_WITHIN)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    if (!closed) {
      LOG.warn(
          "Topology {} did not stop within {} ms; what it has not committed is done again at the next start",
          settings.applicationId(),
          CLOSE_WITHIN.toMillis());
    }
  }

  private KafkaStreams make(Topology topology, StreamsApplication application) {
    try {
      String instance = InstanceId.of(settings.stateDir(), settings.applicationId());
      Properties config = StreamsSettings.of(settings, application);
      config.putIfAbsent(mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
      return switch (settings.delivery()) {
        case EXACTLY_ONCE -> new KafkaStreams(topology, config);
        case LOW_LATENCY ->
            new KafkaStreams(topology, config, new EarlyEvents(application.eventTopics()));
      };
    } catch (StreamsException | IOException e) {
      throw new TopologyException(Code.STATE_DIR, stateDirSentence(e), e);
    } catch (KafkaException e) {
      throw new TopologyException(
          Code.BAD_SETTING, "Kafka Streams refuses its settings: " + reason(e), e);
    }
  }

  private static Set<String> stores(Topology topology) {
    return topology.describe().subtopologies().stream()
        .flatMap(part -> part.nodes().stream())
        .filter(TopologyDescription.Processor.class::isInstance)
        .flatMap(node -> ((TopologyDescription.Processor) node).stores().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private String stateDirSentence(Exception fault) {
    return "the state folder %s cannot be used: %s; another process may hold it, or it cannot be written: give this one a folder of its own"
        .formatted(settings.stateDir(), reason(fault));
  }

  private static String reason(Throwable fault) {
    Throwable root = fault;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private void changed(KafkaStreams.State now) {
    LOG.info("Topology {} is {}", settings.applicationId(), now);
    synchronized (stateChange) {
      stateChange.notifyAll();
    }
    listener.changed(now);
  }

  private StreamThreadExceptionResponse failed(Throwable thrown) {
    TopologyException fatal = judge.judge(thrown);
    if (fatal == null) {
      LOG.warn("A thread of topology {} failed and is replaced", settings.applicationId(), thrown);
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    LOG.error("Topology {} stops: {}", settings.applicationId(), fatal.getMessage(), thrown);
    synchronized (stateChange) {
      fault = fatal;
      stateChange.notifyAll();
    }
    listener.failed(fatal);
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }
}
