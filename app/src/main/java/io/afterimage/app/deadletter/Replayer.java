package io.afterimage.app.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.config.AfterimageConfig.TopicSettings;
import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.contract.Topics;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.letter.RecordBytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts the records of dead letters back at the end of the partitions from which they came, with the
 * same key, headers and value and one header more, which names the letter. Owns a client; for one
 * thread.
 */
final class Replayer implements AutoCloseable {
  private static final long RECORD_FRAMING = 64 << 10;

  private final CommittedLog log;
  private final Recovery recovery;
  private final Set<String> inputs;
  private final KafkaAccess kafka;
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * @param log the cluster; stays the caller's
   * @param kafka how to reach it
   * @param topics its topics
   */
  Replayer(CommittedLog log, KafkaAccess kafka, TopicSettings topics) {
    this.log = log;
    this.kafka = kafka;
    recovery = new Recovery(log);
    Topics names = topics.names();
    inputs =
        Set.of(
            names.frames(),
            names.features(),
            names.captionAsks(),
            names.captionRequests(),
            names.commands());
    producer =
        new KafkaProducer<>(config(topics), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private Map<String, Object> config(TopicSettings topics) {
    long largest = topics.maxRecord().bytes() + RECORD_FRAMING;
    int patience = Math.toIntExact(kafka.connectTimeout().toMillis());
    Map<String, Object> config = new HashMap<>(kafka.properties());
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "afterimage-dead-letters");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Math.toIntExact(largest));
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * patience);
    return config;
  }

  /**
   * What became of a letter.
   *
   * @param done whether its record was put back, or would be
   * @param sentence how, or why not, for a person
   */
  record Outcome(boolean done, String sentence) {}

  /** Says what {@link #replay} would do. */
  Outcome plan(Letter letter) {
    String topic = letter.content().topic();
    if (!topic.isEmpty() && !inputs.contains(topic)) {
      return new Outcome(false, "no stage reads '%s'".formatted(LetterText.plain(topic)));
    }
    Recovered found = recovery.find(letter.content());
    return new Outcome(found.record() != null, found.sentence());
  }

  /**
   * Puts a letter's record back, if it can be had.
   *
   * @throws AppException {@link Code#KAFKA} if the brokers do not take it
   * @throws InterruptedException if the thread is asked to stop
   */
  Outcome replay(Letter letter) throws InterruptedException {
    Outcome planned = plan(letter);
    RecordBytes record = planned.done() ? recovery.find(letter.content()).record() : null;
    if (record == null) {
      return new Outcome(false, planned.sentence());
    }
    try {
      var at = producer.send(outgoing(letter.ref(), record)).get();
      return new Outcome(true, "%s-%d@%d".formatted(at.topic(), at.partition(), at.offset()));
    } catch (ExecutionException e) {
      return refused(e.getCause() == null ? e : e.getCause());
    } catch (KafkaException e) {
      return refused(e);
    }
  }

  private Outcome refused(Throwable fault) {
    if (fault instanceof RecordTooLargeException) {
      return new Outcome(false, "it is too large: set topics.max_record to what its topic takes");
    }
    throw new AppException(
        Code.KAFKA,
        "Kafka at %s does not take the record: %s".formatted(kafka.bootstrap(), fault.getMessage()),
        fault);
  }

  /**
   * It gets the time of now: with its own one its topic might drop it before it is read. Where it
   * had its place in the camera's order, its value says.
   */
  private ProducerRecord<byte[], byte[]> outgoing(LetterRef ref, RecordBytes record) {
    Headers headers = new RecordHeaders(record.headers().toArray());
    headers.remove(DeadLetter.REPLAY_OF);
    headers.add(DeadLetter.REPLAY_OF, ref.toString().getBytes(UTF_8));
    // A topic that was made anew may have fewer partitions, and what was passed in memory had none:
    // then the key decides.
    boolean known = record.partition() >= 0 && record.partition() < log.partitions(record.topic());
    Integer partition = known ? record.partition() : null;
    return new ProducerRecord<>(record.topic(), partition, record.key(), record.value(), headers);
  }

  @Override
  public void close() {
    producer.close();
  }
}
