package io.afterimage.topology.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.event.EventJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends a reference to a record that does not parse to the dead letters, in the same transaction as
 * everything else, and lets the stream go on (KIP-1033, KIP-1034). Kafka Streams makes it; it finds
 * its {@link DeadLetters} in the configuration.
 */
public final class DeadLetterHandler implements DeserializationExceptionHandler {
  /** The configuration key under which the {@link DeadLetters} are handed over. */
  public static final String DEAD_LETTERS_CONFIG = "afterimage.topology.dead.letters";

  private @Nullable DeadLetters deadLetters;

  @Override
  public void configure(Map<String, ?> configs) {
    deadLetters = (DeadLetters) configs.get(DEAD_LETTERS_CONFIG);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
    DeadLetters target = deadLetters;
    if (target == null) {
      return Response.fail();
    }
    DeadLetters.Place place =
        new DeadLetters.Place(record.topic(), record.partition(), record.offset());
    DeadLetter letter = target.set(place, text(record.key()), record.value(), exception);
    return Response.resume(
        List.of(new ProducerRecord<>(target.topic(), record.key(), EventJson.write(letter))));
  }

  private static @Nullable String text(byte @Nullable [] key) {
    try {
      return key == null ? null : UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
