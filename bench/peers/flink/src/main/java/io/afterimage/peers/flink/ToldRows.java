package io.afterimage.peers.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes each record to the topic that it names. The sink asks which topics these can be, to find
 * transactions that a killed job left open in them.
 */
final class ToldRows implements KafkaRecordSerializationSchema<ToldRow>, KafkaDatasetFacetProvider {
  private static final long serialVersionUID = 1L;

  private final String predictions;
  private final String actions;

  ToldRows(String predictions, String actions) {
    this.predictions = predictions;
    this.actions = actions;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      ToldRow row, KafkaSinkContext context, Long timestamp) {
    return new ProducerRecord<>(row.topic, row.camera.getBytes(UTF_8), row.value);
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return Optional.of(
        new DefaultKafkaDatasetFacet(
            DefaultKafkaDatasetIdentifier.ofTopics(List.of(predictions, actions))));
  }
}
