package io.afterimage.inference.stage;

import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.stage.EncodeMetrics.Retry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes the {@code frames} topic into {@code features}: batches across cameras, each camera's
 * records in order, at least once. Live frames past the age limit are skipped; records that cannot
 * be used go to {@code dead-letters}; markers pass through. Several stages of one group share the
 * partitions. If Kafka refuses the stage's clients they are made anew and the last committed frame
 * is the place to go on from. A new version of the pack is taken up with the next batch once it
 * leads.
 */
public final class EncodingStage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EncodingStage.class);
  private static final Duration BACKOFF = Duration.ofSeconds(1);
  private static final Duration FINISH = Duration.ofSeconds(1);
  private static final Duration CLIENT_CLOSE = Duration.ofMillis(300);
  private static final Duration CLOSE = Duration.ofMillis(2_900);

  private final EncodingSettings settings;
  private final LiveEncoder encoder;
  private final EncodeMetrics metrics;
  private final Clock clock;
  private final Thread poller = new Thread(this::work, "afterimage-encode-poll");
  private final CountDownLatch stopping = new CountDownLatch(1);

  /**
   * Prepares a stage.
   *
   * @param settings how it runs
   * @param pack the pack, with its encoder; closed by the caller after the stage
   * @param registry takes its metrics
   */
  public EncodingStage(EncodingSettings settings, LivePack pack, MeterRegistry registry) {
    this(settings, pack, registry, Clock.systemUTC());
  }

  /** As above, with the clock by which frames grow old. */
  public EncodingStage(
      EncodingSettings settings, LivePack pack, MeterRegistry registry, Clock clock) {
    this.settings = settings;
    this.encoder = new LiveEncoder(pack);
    this.metrics = new EncodeMetrics(registry);
    this.clock = clock;
  }

  /** Starts its threads; returns at once. */
  public void start() {
    poller.start();
  }

  /** Lets frames under way finish, commits and returns, within 3 seconds. */
  @Override
  public void close() {
    stopping.countDown();
    try {
      poller.join(CLOSE.toMillis());
      if (poller.isAlive()) {
        LOG.warn("The encoding stage still waits for Kafka; uncommitted frames are encoded again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void work() {
    try {
      while (!isStopping()) {
        try {
          runOnce();
        } catch (RuntimeException e) {
          metrics.count(Retry.RESTARTED);
          LOG.error("Encoding stopped and begins anew from the last committed frame", e);
          if (stopping.await(BACKOFF.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runOnce() throws InterruptedException {
    EncodingLine line = new EncodingLine(settings, encoder, metrics, clock);
    try (KafkaConsumer<byte[], byte[]> polled = KafkaClients.consumer(settings)) {
      EncodingRun run = new EncodingRun(polled, line, metrics, settings, this::isStopping);
      while (!isStopping()) {
        run.poll();
      }
      run.finish(FINISH);
      line.stop();
      polled.close(CloseOptions.timeout(CLIENT_CLOSE));
    } finally {
      line.close(CLIENT_CLOSE);
    }
  }
}
