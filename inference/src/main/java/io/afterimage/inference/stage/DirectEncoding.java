package io.afterimage.inference.stage;

import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.stage.EncodeMetrics.Retry;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes frames that ingest passes in memory, in the same process, into {@code features}: what
 * {@link EncodingStage} does for those of a topic, with the same records as a result. A record is
 * answered once what comes of it is in Kafka, so whoever waits for answers runs ahead of neither
 * the encoder nor the brokers. If Kafka refuses the producer it is made anew, and what was under
 * way is encoded again. Thread-safe.
 */
public final class DirectEncoding implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectEncoding.class);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration BACKOFF = Duration.ofSeconds(1);
  private static final Duration FINISH = Duration.ofSeconds(1);
  private static final Duration CLIENT_CLOSE = Duration.ofMillis(300);

  private final EncodingSettings settings;
  private final LiveEncoder encoder;
  private final EncodeMetrics metrics;
  private final Clock clock;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> new Thread(task, "afterimage-encode-watch"));

  /** Guarded by this object, as is who may pass records to it. */
  private PassedFrames frames;

  private boolean closed;

  /**
   * Starts its threads.
   *
   * @param settings how it runs; no consumer group is joined
   * @param pack the pack, with its encoder; closed by the caller after this
   * @param registry takes its metrics
   */
  public DirectEncoding(EncodingSettings settings, LivePack pack, MeterRegistry registry) {
    this(settings, pack, registry, Clock.systemUTC());
  }

  /** As above, with the clock by which frames grow old. */
  public DirectEncoding(
      EncodingSettings settings, LivePack pack, MeterRegistry registry, Clock clock) {
    this.settings = settings;
    this.encoder = new LiveEncoder(pack);
    this.metrics = new EncodeMetrics(registry);
    this.clock = clock;
    this.frames = begin();
    lookAfter(LOOK);
  }

  /**
   * Takes a record as ingest writes it to {@code frames}; returns at once. Records of one camera
   * are encoded in the order in which they are passed.
   *
   * @param record its value is no longer the caller's
   * @param answer told, without metadata, once what comes of the record is in Kafka; with a {@link
   *     KafkaException} if this was closed before. Called on any thread; must not wait
   */
  public void send(ProducerRecord<String, byte[]> record, Callback answer) {
    PassedRecord passed = new PassedRecord(record, clock.millis(), answer);
    synchronized (this) {
      if (!closed) {
        frames.take(passed);
        return;
      }
    }
    passed.lost(closedBefore());
  }

  /** Lets frames under way finish, and returns within 2 seconds. */
  @Override
  public void close() {
    PassedFrames last;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      last = frames;
    }
    try {
      if (!last.awaitSettled(System.nanoTime() + FINISH.toNanos())) {
        LOG.warn("Kafka did not take all features: those of the last frames are lost");
      }
      last.line().stop();
      watch.shutdownNow();
      last.line().close(CLIENT_CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    last.underWay().forEach(passed -> passed.lost(closedBefore()));
  }

  private PassedFrames begin() {
    return new PassedFrames(new EncodingLine(settings, encoder, metrics, clock), watch);
  }

  private void lookAfter(Duration delay) {
    var unused = watch.schedule(this::look, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    PassedFrames now;
    synchronized (this) {
      if (closed) {
        return;
      }
      now = frames;
    }
    try {
      now.line().look();
      lookAfter(LOOK);
    } catch (RuntimeException e) {
      metrics.count(Retry.RESTARTED);
      LOG.error("Encoding stopped and begins anew with the frames that were under way", e);
      var unused = watch.schedule(() -> replace(now), BACKOFF.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** What is still under way goes, in its order, through a new line. */
  private void replace(PassedFrames broken) {
    try {
      broken.line().close(CLIENT_CLOSE);
      synchronized (this) {
        if (closed) {
          return;
        }
        frames = begin();
        broken.underWay().forEach(frames::take);
      }
      lookAfter(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static KafkaException closedBefore() {
    return new KafkaException("encoding was closed before what comes of it was in Kafka");
  }
}
