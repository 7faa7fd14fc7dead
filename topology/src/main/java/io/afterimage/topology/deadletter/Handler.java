package io.afterimage.topology.deadletter;

import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.letter.LetterWriter;
import io.afterimage.contract.letter.RecordBytes;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Configurable;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka Streams asks when something goes wrong (KIP-1033, KIP-1034). Kafka Streams makes it;
 * it finds its {@link DeadLetters} in the configuration. Letters go out in the same transaction as
 * everything else.
 */
abstract class Handler implements Configurable {
  private @Nullable DeadLetters deadLetters;

  @Override
  public void configure(Map<String, ?> configs) {
    deadLetters = (DeadLetters) configs.get(DeadLetters.CONFIG);
  }

  DeadLetters deadLetters() {
    DeadLetters known = deadLetters;
    if (known == null) {
      throw new IllegalStateException(DeadLetters.CONFIG + " is not configured");
    }
    return known;
  }

  /** The letter about a record, on its way. */
  List<ProducerRecord<byte[], byte[]>> letter(RecordBytes record, Exception fault) {
    DeadLetters target = deadLetters();
    byte[] letter = EventJson.write(target.set(record, fault));
    return List.of(
        new ProducerRecord<>(target.topic(), LetterWriter.letterKey(record.key()), letter));
  }
}
