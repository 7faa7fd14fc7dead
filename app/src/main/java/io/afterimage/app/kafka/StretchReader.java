package io.afterimage.app.kafka;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads stretches of logs once, outside any consumer group, and only what is committed: a
 * transaction that is open at the end of a stretch is waited for. Immutable; each reading has a
 * client of its own.
 */
public final class StretchReader {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Longer than any of this program's transactions may stay open. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final KafkaAccess kafka;

  /**
   * A part of a partition's log. Immutable.
   *
   * @param from the first offset
   * @param to the offset after the last one
   */
  public record Stretch(long from, long to) {
    /** How many offsets it has; some may hold no record. */
    public long length() {
      return to - from;
    }
  }

  /** Called between polls; ends the reading by what it throws. */
  @FunctionalInterface
  public interface Pulse {
    /**
     * Looks whether to go on.
     *
     * @throws InterruptedException if the reading is to stop
     */
    void check() throws InterruptedException;
  }

  /**
   * @param kafka how to reach the brokers
   */
  public StretchReader(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  /**
   * Reads to the end of every stretch.
   *
   * @param stretches what to read
   * @param taker takes each record, a partition's in order; called by this thread
   * @param pulse looked at after each poll
   * @throws AppException {@link Code#KAFKA} if records are gone before they are read, or nothing
   *     comes for long
   * @throws InterruptedException if the pulse or the thread is asked to stop
   */
  public void read(
      Map<TopicPartition, Stretch> stretches,
      Consumer<ConsumerRecord<byte[], byte[]>> taker,
      Pulse pulse)
      throws InterruptedException {
    Map<TopicPartition, Stretch> left = new HashMap<>(stretches);
    left.values().removeIf(stretch -> stretch.length() <= 0);
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(left.keySet());
      left.forEach((partition, stretch) -> consumer.seek(partition, stretch.from()));
      long movedAt = System.nanoTime();
      while (!left.isEmpty()) {
        boolean moved = poll(consumer, left, taker);
        pulse.check();
        long now = System.nanoTime();
        movedAt = moved ? now : movedAt;
        if (now - movedAt > PATIENCE.toNanos()) {
          throw new AppException(
              Code.KAFKA,
              "nothing more could be read of %s for %d s: see whether its brokers work"
                  .formatted(left.keySet(), PATIENCE.toSeconds()));
        }
      }
    } catch (OffsetOutOfRangeException e) {
      throw new AppException(
          Code.KAFKA,
          "records of %s were removed while they were read: let their topic keep them longer, or begin later"
              .formatted(e.partitions()),
          e);
    } catch (org.apache.kafka.common.errors.InterruptException e) {
      throw new InterruptedException();
    } catch (KafkaException e) {
      throw new AppException(
          Code.KAFKA,
          "Kafka at %s can no longer be read: %s".formatted(kafka.bootstrap(), e.getMessage()),
          e);
    }
  }

  private static boolean poll(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Stretch> left,
      Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    Map<TopicPartition, Long> before = new HashMap<>();
    left.keySet().forEach(partition -> before.put(partition, consumer.position(partition)));
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      Stretch stretch = left.get(new TopicPartition(record.topic(), record.partition()));
      if (stretch != null && record.offset() < stretch.to()) {
        taker.accept(record);
      }
    }
    boolean moved = false;
    Set<TopicPartition> done = new HashSet<>();
    for (Map.Entry<TopicPartition, Stretch> entry : left.entrySet()) {
      // The position also passes what holds no record: the ends of transactions.
      long position = consumer.position(entry.getKey());
      moved |= position != before.getOrDefault(entry.getKey(), -1L);
      if (position >= entry.getValue().to()) {
        done.add(entry.getKey());
      }
    }
    if (!done.isEmpty()) {
      left.keySet().removeAll(done);
      consumer.pause(done);
    }
    return moved;
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> config = new HashMap<>(kafka.properties());
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "afterimage-stretch-reader");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // A record that is gone is told, not passed over.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
