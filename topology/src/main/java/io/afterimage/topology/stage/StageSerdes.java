package io.afterimage.topology.stage;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.caption.CaptionRequestCodec;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.feature.FeatureRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/** How the stage's records are read and written. */
public final class StageSerdes {
  private StageSerdes() {}

  /**
   * Records of the {@code features} topic. Reading throws {@link ContractException} for bytes that
   * are none, a missing value included.
   */
  public static Serde<FeatureRecord> features() {
    Serializer<FeatureRecord> writer = (topic, record) -> FeatureCodec.write(record);
    Deserializer<FeatureRecord> reader =
        (topic, bytes) -> {
          if (bytes == null) {
            throw new ContractException(ErrorCode.BAD_LENGTH, "feature record without a value");
          }
          return FeatureCodec.read(bytes);
        };
    return Serdes.serdeFrom(writer, reader);
  }

  /** Records on their way out, as JSON, or binary if it is for another stage; never read. */
  public static Serde<Output> outputs() {
    Serializer<Output> writer =
        (topic, output) ->
            output.event() instanceof CaptionRequest request
                ? CaptionRequestCodec.write(request)
                : EventJson.write(output.event());
    Deserializer<Output> reader =
        (topic, bytes) -> {
          throw new UnsupportedOperationException("outputs are only written");
        };
    return Serdes.serdeFrom(writer, reader);
  }
}
