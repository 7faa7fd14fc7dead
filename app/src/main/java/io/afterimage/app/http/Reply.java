package io.afterimage.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.event.EventJson;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * What a request is answered with. Immutable.
 *
 * @param status the HTTP status
 * @param type the media type
 * @param body the bytes; none: an answer without a body
 */
public record Reply(int status, String type, ByteBuffer body) {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON = "application/json";

  /** Makes the bytes read-only. */
  public Reply {
    body = body.asReadOnlyBuffer();
  }

  /** Text, as Prometheus reads it. */
  public static Reply text(int status, String text) {
    return new Reply(status, TEXT, UTF_8.encode(text));
  }

  /** A value as JSON, as events are written. */
  public static Reply json(Object value) {
    return new Reply(200, JSON, ByteBuffer.wrap(EventJson.write(value)));
  }

  /** A sentence about what is wrong, as {@code {"error": "…"}}. */
  public static Reply error(int status, String sentence) {
    byte[] json = EventJson.write(Map.of("error", sentence));
    return new Reply(status, JSON, ByteBuffer.wrap(json));
  }
}
