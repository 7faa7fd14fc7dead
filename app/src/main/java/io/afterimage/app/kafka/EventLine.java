package io.afterimage.app.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Kafka record as one line of JSON: {@code {"topic","key","headers","value"}}. The value of an
 * event is its JSON; of a record that is none, such as a picture, its size: {@code {"bytes":9216}}.
 * Stateless and thread-safe.
 */
public final class EventLine {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private record Line(
      String topic, @Nullable String key, Map<String, String> headers, @Nullable Object value) {}

  private EventLine() {}

  /** The line, without its end. */
  public static String of(ConsumerRecord<String, byte[]> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), header.value() == null ? "" : new String(header.value(), UTF_8));
    }
    return MAPPER.writeValueAsString(
        new Line(record.topic(), record.key(), headers, value(record.value())));
  }

  private static @Nullable Object value(byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    try {
      JsonNode json = MAPPER.readTree(value);
      return json.isMissingNode() ? Map.of("bytes", 0) : json;
    } catch (JacksonException e) {
      return Map.of("bytes", value.length);
    }
  }
}
