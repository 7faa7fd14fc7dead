package io.afterimage.bench.chaos.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.event.EventJson;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record of an event topic without what a replay may change. Immutable.
 *
 * @param lane whose order counts: the camera, and the writer where a topic has several
 * @param id the record's CloudEvents type, source and id; updates of one event share it
 * @param content headers and JSON, but for {@code latency_ms}
 */
public record Told(String lane, String id, String content) {
  private static final String SOURCE = "ce_source";

  /**
   * A record of an event topic.
   *
   * @param writers whether the topic has several writers, each with an order of its own
   * @throws io.afterimage.contract.ContractException if it is no JSON
   */
  public static Told of(ConsumerRecord<byte[], byte[]> record, boolean writers) {
    TreeMap<String, String> headers = new TreeMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    JsonNode value = EventJson.read(record.value(), JsonNode.class);
    if (value instanceof ObjectNode object) {
      object.remove("latency_ms");
    }
    String camera = new String(record.key(), UTF_8);
    return new Told(
        writers ? camera + " " + headers.getOrDefault(SOURCE, "") : camera,
        headers.getOrDefault("ce_type", "")
            + " "
            + headers.getOrDefault(SOURCE, "")
            + " "
            + headers.getOrDefault("ce_id", ""),
        headers + " " + value);
  }
}
