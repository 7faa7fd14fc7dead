package io.afterimage.bench.speed.step;

import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.Prediction;
import io.afterimage.inference.pack.Pack;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A prediction that is sent again and again: as many bytes as a real one. Immutable. */
final class Told {
  private final byte[] value;
  private final Headers headers = new RecordHeaders();

  /** One of that pack. */
  Told(Pack pack) {
    Map<String, Double> scores = new LinkedHashMap<>();
    pack.manifest().labels().forEach(label -> scores.put(label, 0.123456));
    Prediction prediction =
        new Prediction(
            "camera-10",
            1_795_000_000_000L,
            1_000,
            80_000_000,
            Instant.ofEpochSecond(1_795_000_000L, 123_456_000),
            pack.manifest().labels().get(0),
            scores,
            pack.ref());
    value = EventJson.write(prediction);
    prediction.cloudEvent().writeTo(headers);
  }

  /** The record of a camera. */
  ProducerRecord<String, byte[]> of(String camera, String topic) {
    return new ProducerRecord<>(topic, null, null, camera, value, headers);
  }
}
