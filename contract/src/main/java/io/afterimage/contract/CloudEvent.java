package io.afterimage.contract;

import java.time.Instant;
import org.apache.kafka.common.header.Headers;

/**
 * The CloudEvents 1.0 attributes of a record in Kafka's binary content mode: headers {@code
 * ce_specversion, ce_id, ce_source, ce_type, ce_time} and {@code content-type}. Immutable.
 *
 * @param id unique within the source, and the same for every repeat of one event
 * @param source {@code /cameras/ID}, for a pack's events {@code /cameras/ID/packs/PACK}
 * @param type {@code io.afterimage.KIND.v1}
 * @param time capture time
 * @param contentType media type of the value
 */
public record CloudEvent(String id, String source, String type, Instant time, String contentType) {
  /** Adds the attributes to the headers. */
  public void writeTo(Headers headers) {
    HeaderText.put(headers, "ce_specversion", "1.0");
    HeaderText.put(headers, "ce_id", id);
    HeaderText.put(headers, "ce_source", source);
    HeaderText.put(headers, "ce_type", type);
    HeaderText.put(headers, "ce_time", time.toString());
    HeaderText.put(headers, "content-type", contentType);
  }
}
