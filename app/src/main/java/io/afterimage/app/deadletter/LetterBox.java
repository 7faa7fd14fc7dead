package io.afterimage.app.deadletter;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.Topics;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.EventJson;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The dead letters of a cluster. For one thread. */
final class LetterBox {
  private final CommittedLog log;
  private final String topic;
  private long unreadable;

  /**
   * @param log the cluster; stays the caller's
   * @throws AppException {@link Code#KAFKA} if it has no dead letters' topic
   */
  LetterBox(CommittedLog log, Topics topics) {
    this.log = log;
    this.topic = topics.deadLetters();
    if (log.partitions(topic) == 0) {
      throw new AppException(
          Code.KAFKA,
          "there is no topic %s: check --topic-prefix, or start the roles that write it"
              .formatted(topic));
    }
  }

  /** Reads every letter that there is now; a partition's in order. */
  void read(Consumer<Letter> taker) {
    log.scan(
        topic,
        record -> {
          DeadLetter content = content(record);
          if (content == null) {
            unreadable++;
          } else {
            taker.accept(new Letter(new LetterRef(record.partition(), record.offset()), content));
          }
        });
  }

  /** How many records that {@link #read} met are no letters. */
  long unreadable() {
    return unreadable;
  }

  /**
   * One letter.
   *
   * @throws AppException {@link Code#CONFIG} if there is none at that place
   */
  Letter letter(LetterRef ref) {
    ConsumerRecord<byte[], byte[]> record = log.find(topic, ref.partition(), ref.offset());
    DeadLetter content = record == null ? null : content(record);
    if (content == null) {
      throw new AppException(
          Code.CONFIG,
          "there is no dead letter %s in %s: 'afterimage dead-letters list' tells which there are"
              .formatted(ref, topic));
    }
    return new Letter(ref, content);
  }

  private static @Nullable DeadLetter content(ConsumerRecord<byte[], byte[]> record) {
    try {
      return record.value() == null ? null : EventJson.read(record.value(), DeadLetter.class);
    } catch (ContractException e) {
      return null;
    }
  }
}
