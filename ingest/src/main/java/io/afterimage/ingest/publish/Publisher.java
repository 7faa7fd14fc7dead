package io.afterimage.ingest.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.CameraId;
import io.afterimage.ingest.FrameSink;
import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.IngestSettings;
import io.afterimage.ingest.credit.CreditPoller;
import io.afterimage.ingest.credit.Credits;
import io.afterimage.ingest.stream.CallDeadline;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * What the cameras of a process share on their way to Kafka: one producer, the credits of files,
 * and one thread that watches live cameras. Thread-safe.
 */
public final class Publisher implements AutoCloseable {
  private static final int UNANSWERED_BEFORE_SLOT = 4;

  private final IngestSettings settings;
  private final Duration patience;
  private final KafkaClients clients;
  private final KafkaProducer<String, byte[]> producer;
  private final FrameSink sink;
  private final Credits credits;
  private final CreditPoller poller;
  private final Collection<CameraFeed> live = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "afterimage-ingest-watch");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Opens the clients; nothing is sent yet.
   *
   * @param encoder takes frames and markers in place of the topic; null: they go there
   * @param patience how long Kafka may take to tell about topics, and the stages to take frames
   *     before a file's reader says what it is waiting for
   */
  public Publisher(IngestSettings settings, @Nullable FrameSink encoder, Duration patience) {
    this.settings = settings;
    this.patience = patience;
    this.clients = new KafkaClients(settings.kafka());
    this.producer = clients.frames();
    this.sink = encoder == null ? FrameSink.into(producer) : encoder;
    this.credits = new Credits(settings.credits(), patience);
    this.poller = new CreditPoller(credits, settings.credits(), settings.topics(), clients.admin());
  }

  /** Begins to watch. */
  public void start() {
    poller.start();
    long period = Math.max(10, settings.idleAfter().toMillis() / 4);
    var unused =
        watch.scheduleWithFixedDelay(this::checkIdle, period, period, TimeUnit.MILLISECONDS);
  }

  /**
   * A camera's way to Kafka.
   *
   * @param finite whether nothing may be lost, so that it waits for credit
   * @param stop ends its waits
   * @param warn told what it waits for, if that takes long
   * @throws IngestException {@link Code#BROKER} if Kafka does not answer
   */
  public CameraFeed feed(
      CameraId camera,
      boolean finite,
      CameraMetrics metrics,
      CallDeadline stop,
      Consumer<String> warn) {
    int partition = partitionOf(camera);
    FrameSender sender = new FrameSender(sink, metrics);
    Lane lane =
        finite
            ? new FileLane(sender, credits.account(partition, warn), stop)
            : new LiveLane(sender, metrics, UNANSWERED_BEFORE_SLOT, watch);
    RecordMaker records =
        new RecordMaker(
            settings.topics(), camera, settings.input(), settings.encoding().of(settings.input()));
    CameraFeed feed = new CameraFeed(records, producer, metrics, !finite, lane);
    if (!finite) {
      live.add(feed);
    }
    return feed;
  }

  /** Stops to watch a camera. */
  public void forget(CameraFeed feed) {
    live.remove(feed);
  }

  /** Sends what is waiting, within that time, and closes the clients. */
  public void close(Duration most) {
    watch.shutdownNow();
    poller.close();
    producer.close(most);
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(2));
  }

  private void checkIdle() {
    live.forEach(feed -> feed.checkIdle(settings.idleAfter()));
  }

  private int partitionOf(CameraId camera) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        int partitions = producer.partitionsFor(settings.topics().frames()).size();
        return Utils.toPositive(Utils.murmur2(camera.value().getBytes(UTF_8))) % partitions;
      } catch (InterruptException e) {
        throw new IngestException(Code.CLOSED, "interrupted while asking Kafka for topics", e);
      } catch (KafkaException e) {
        if (e instanceof TimeoutException && System.nanoTime() - deadline < 0) {
          continue;
        }
        throw new IngestException(
            Code.BROKER,
            "Kafka at %s does not tell about the topic %s (%s): check that the broker runs and the topics are there"
                .formatted(clients.address(), settings.topics().frames(), e.getMessage()),
            e);
      }
    }
  }
}
