package io.afterimage.ingest.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Topics;
import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each connection of a camera a number that only grows, however many readers of the camera
 * there are: the number is taken in a transaction under the camera's own transactional id, so that
 * a later taker fences an earlier one, and is read back from the log before. Thread-safe.
 */
public final class EpochFence {
  private static final Logger LOG = LoggerFactory.getLogger(EpochFence.class);
  private static final int TIMEOUT_MS = 10_000;
  private static final Duration LONGEST_READ = Duration.ofSeconds(15);
  private static final int ATTEMPTS = 20;

  /** Far above what a camera can count in its life: the next ones are numbers too. */
  private static final long MOST_EPOCHS = 1L << 48;

  private final KafkaClients clients;
  private final Topics topics;

  /**
   * @param kafka what every client needs: {@code bootstrap.servers} and security
   * @param topics the names of the topics; their prefix also starts the transactional ids
   */
  public EpochFence(Map<String, Object> kafka, Topics topics) {
    this.clients = new KafkaClients(kafka);
    this.topics = topics;
  }

  /**
   * The camera's next epoch: above every number given before, to anyone.
   *
   * @throws IngestException {@link Code#BROKER} if Kafka does not answer or others keep taking the
   *     camera
   */
  public long take(CameraId camera) {
    for (int attempt = 0; ; attempt++) {
      try {
        return tryTake(camera);
      } catch (InterruptException e) {
        throw new IngestException(Code.CLOSED, "interrupted while taking an epoch", e);
      } catch (KafkaException e) {
        if (attempt == ATTEMPTS || isHopeless(e)) {
          throw new IngestException(
              Code.BROKER,
              "Kafka at %s gave camera %s no epoch (%s): check that the broker runs and that nobody else opens the camera again and again"
                  .formatted(clients.address(), camera, e.getMessage()),
              e);
        }
        pause(attempt);
      }
    }
  }

  private long tryTake(CameraId camera) {
    String id = topics.prefix() + "-epoch-" + camera;
    try (KafkaProducer<String, String> producer = clients.epochs(id, TIMEOUT_MS)) {
      producer.initTransactions();
      int partitions = producer.partitionsFor(topics.epochs()).size();
      long epoch = last(camera, partitionOf(camera, partitions)) + 1;
      producer.beginTransaction();
      // What goes wrong with the record is thrown by the commit.
      var unused =
          producer.send(
              new ProducerRecord<>(topics.epochs(), camera.value(), Long.toString(epoch)));
      producer.commitTransaction();
      return epoch;
    }
  }

  private TopicPartition partitionOf(CameraId camera, int partitions) {
    int hash = Utils.toPositive(Utils.murmur2(camera.value().getBytes(UTF_8)));
    return new TopicPartition(topics.epochs(), hash % partitions);
  }

  /**
   * The last epoch given, 0 if none was. What is committed is read up to the end of the log, not up
   * to the first open transaction: a number may lie behind another camera's that is still open.
   */
  private long last(CameraId camera, TopicPartition partition) {
    long end = end(partition);
    long deadline = System.nanoTime() + LONGEST_READ.toNanos();
    long last = 0;
    try (KafkaConsumer<String, String> consumer = clients.epochs("read_committed")) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (consumer.position(partition) < end) {
        if (System.nanoTime() - deadline > 0) {
          throw new KafkaException("the topic " + partition + " could not be read to its end");
        }
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          last = Math.max(last, epochOf(camera, record));
        }
      }
    }
    return last;
  }

  /**
   * The number that a record gives the camera; 0 if it gives none. Whoever else writes here must
   * not keep a camera from being read: what is no number is passed over and told.
   */
  private static long epochOf(CameraId camera, ConsumerRecord<String, String> record) {
    if (!camera.value().equals(record.key()) || record.value() == null) {
      return 0;
    }
    try {
      long epoch = Long.parseLong(record.value());
      if (epoch >= 1 && epoch <= MOST_EPOCHS) {
        return epoch;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    LOG.warn(
        "Record {}-{}@{} is no epoch of camera '{}' and is passed over",
        record.topic(),
        record.partition(),
        record.offset(),
        camera);
    return 0;
  }

  private long end(TopicPartition partition) {
    try (KafkaConsumer<String, String> consumer = clients.epochs("read_uncommitted")) {
      return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }
  }

  /**
   * Whether another try would not help. Everything else, first of all being fenced, leaves at most
   * a number that nobody uses.
   */
  private static boolean isHopeless(Throwable e) {
    return e instanceof TimeoutException
        || e instanceof AuthenticationException
        || e instanceof AuthorizationException
        || e instanceof ConfigException
        || e instanceof UnsupportedVersionException
        || (e.getCause() != null && isHopeless(e.getCause()));
  }

  /** Takers that fence each other would do so for ever if they came back at the same time. */
  private static void pause(int attempt) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(20, 100L + 50L * attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestException(Code.CLOSED, "interrupted while taking an epoch", e);
    }
  }
}
