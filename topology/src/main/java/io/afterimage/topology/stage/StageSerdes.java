package io.afterimage.topology.stage;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.caption.CaptionRequestCodec;
import io.afterimage.contract.caption.CaptionRequestRecord;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.feature.FeatureRecord;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** How the stages' records are read and written. */
public final class StageSerdes {
  /** What a producer sends at most, 1 MiB, less the record's key and headers. */
  private static final int LARGEST = (1 << 20) - (16 << 10);

  private StageSerdes() {}

  /**
   * Keys of all topics. Reading throws {@link ContractException} for bytes that are no text, so
   * that a record is never known under a key that it does not have.
   */
  public static Serde<String> keys() {
    return Serdes.serdeFrom(new StringSerializer(), (topic, key) -> CameraId.keyText(key));
  }

  /**
   * Records of the {@code features} topic. Reading throws {@link ContractException} for bytes that
   * are none, a missing value included.
   */
  public static Serde<FeatureRecord> features() {
    Serializer<FeatureRecord> writer = (topic, record) -> FeatureCodec.write(record);
    return Serdes.serdeFrom(writer, reader("feature record", FeatureCodec::read));
  }

  /** Records of the {@code caption-requests} topic; reading throws as that of {@link #features}. */
  public static Serde<CaptionRequestRecord> captionRequests() {
    Serializer<CaptionRequestRecord> writer = (topic, record) -> CaptionRequestCodec.write(record);
    return Serdes.serdeFrom(writer, reader("caption request", CaptionRequestCodec::read));
  }

  /** Records of the {@code caption-asks} topic, on their way to the windows; never written. */
  public static Serde<Output> asks() {
    Serializer<Output> writer =
        (topic, output) -> {
          throw new UnsupportedOperationException("asks are only read");
        };
    Deserializer<Output> reader =
        (topic, bytes) ->
            new Output(Output.Sink.WINDOWS, new Ask(bytes == null ? null : ByteBuffer.wrap(bytes)));
    return Serdes.serdeFrom(writer, reader);
  }

  private static <T> Deserializer<T> reader(String what, Function<byte[], T> read) {
    return (topic, bytes) -> {
      if (bytes == null) {
        throw new ContractException(ErrorCode.BAD_LENGTH, what + " without a value");
      }
      return read.apply(bytes);
    };
  }

  /**
   * Records on their way out, as JSON, or binary if it is for another stage; never read. Writing
   * throws {@link ContractException} for a record that is too large to be sent.
   */
  public static Serde<Output> outputs() {
    Serializer<Output> writer =
        (topic, output) -> {
          if (output.event() instanceof Output.Removed) {
            return null;
          }
          return fitting(
              "a record for " + topic,
              output.event() instanceof CaptionRequestRecord record
                  ? CaptionRequestCodec.write(record)
                  : EventJson.write(output.event()));
        };
    Deserializer<Output> reader =
        (topic, bytes) -> {
          throw new UnsupportedOperationException("outputs are only written");
        };
    return Serdes.serdeFrom(writer, reader);
  }

  /**
   * Bytes that are about to be sent to a topic or a changelog. A producer that is handed more
   * refuses it for ever, and with it the transaction.
   *
   * @param what what they are, for the message
   * @throws ContractException {@link ErrorCode#BAD_LENGTH} if they are too many
   */
  static byte[] fitting(String what, byte[] bytes) {
    if (bytes.length > LARGEST) {
      throw new ContractException(
          ErrorCode.BAD_LENGTH,
          "%s would have %d bytes, more than the %d that are sent at once"
              .formatted(what, bytes.length, LARGEST));
    }
    return bytes;
  }
}
