package io.afterimage.peers.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes records of the features topic. */
final class FeatureRows implements KafkaRecordDeserializationSchema<FeatureRow> {
  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<FeatureRow> out) {
    out.collect(new FeatureRow(new String(record.key(), UTF_8), record.value()));
  }

  @Override
  public TypeInformation<FeatureRow> getProducedType() {
    return TypeInformation.of(FeatureRow.class);
  }
}
