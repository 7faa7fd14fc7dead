package io.afterimage.contract.event;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.caption.CaptionRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events as JSON in UTF-8: field names in snake case, times in ISO 8601, unknown fields skipped so
 * that newer writers can be read. Stateless and thread-safe.
 */
public final class EventJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private EventJson() {}

  /** The JSON of an event. */
  public static byte[] write(Object event) {
    return MAPPER.writeValueAsBytes(event);
  }

  /**
   * The event of that JSON.
   *
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if the bytes are no JSON or no such event
   */
  public static <T> T read(byte[] json, Class<T> type) {
    try {
      // JSON's null is read as Java's.
      T event = MAPPER.readValue(json, type);
      if (event != null) {
        return event;
      }
    } catch (JacksonException e) {
      throw notA(type, e.getOriginalMessage());
    }
    throw notA(type, "null");
  }

  /** Reads an actions record: an event, or a marker where there is no {@code phase}. */
  public static ActionRecord readAction(byte[] json) {
    return has(json, "phase") ? read(json, ActionEvent.class) : read(json, EventMarker.class);
  }

  /** Reads a predictions record: a prediction, or a marker where there is no {@code scores}. */
  public static PredictionRecord readPrediction(byte[] json) {
    return has(json, "scores") ? read(json, Prediction.class) : read(json, EventMarker.class);
  }

  /** Reads a captions record: a caption, or a marker where there are no {@code words}. */
  public static CaptionRecord readCaption(byte[] json) {
    return has(json, "words") ? read(json, CaptionEvent.class) : read(json, EventMarker.class);
  }

  private static ContractException notA(Class<?> type, String why) {
    return new ContractException(
        ErrorCode.BAD_FIELD, "not a %s: %s".formatted(type.getSimpleName(), why));
  }

  /**
   * Whether an event topic's record is a marker.
   *
   * @throws ContractException {@link ErrorCode#BAD_FIELD} if the bytes are no JSON
   */
  public static boolean isMarker(byte[] json) {
    return has(json, "marker");
  }

  /** Whether it is an object with that field; what is in the others is passed over, not kept. */
  private static boolean has(byte[] json, String field) {
    boolean found = false;
    try (JsonParser parser = MAPPER.createParser(json)) {
      if (parser.nextToken() == null) {
        throw notA(JsonNode.class, "empty");
      }
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          found |= parser.currentName().equals(field);
          parser.nextToken();
          parser.skipChildren();
        }
      } else {
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        throw notA(JsonNode.class, "more than one value");
      }
    } catch (JacksonException e) {
      throw notA(JsonNode.class, e.getOriginalMessage());
    }
    return found;
  }
}
