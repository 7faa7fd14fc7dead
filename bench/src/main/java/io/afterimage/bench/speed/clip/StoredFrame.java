package io.afterimage.bench.speed.clip;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.Position;
import io.afterimage.contract.frame.Encoding;
import io.afterimage.contract.frame.Frame;
import io.afterimage.contract.frame.FrameCodec;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.sample.FrameReader;
import io.afterimage.ingest.sample.ReaderSettings;
import io.afterimage.ingest.sample.SampledFrame;
import io.afterimage.ingest.stream.CallDeadline;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A frame's record as ingest publishes it. Immutable, as long as nobody writes to its pixels. */
public final class StoredFrame {
  private final String camera;
  private final Headers headers;
  private final byte[] value;

  private StoredFrame(CameraId camera, Headers headers, byte[] value) {
    this.camera = camera.value();
    this.headers = headers;
    this.value = value;
  }

  private static List<StoredFrame> of(
      Path clip, CameraId camera, FrameInput input, double rateFps, EncodingChoice choice) {
    Encoding encoding = choice.of(input);
    ReaderSettings settings = ReaderSettings.of(input, rateFps, choice);
    List<StoredFrame> frames = new ArrayList<>();
    try (FrameReader reader =
        FrameReader.open(SourceAddress.parse(clip.toString()), settings, new CallDeadline())) {
      for (SampledFrame sampled = reader.next(); sampled != null; sampled = reader.next()) {
        Position at = new Position(1, frames.size(), sampled.ptsUs(), Instant.EPOCH);
        Frame frame = new Frame(at, input, encoding, sampled.value(), sampled.periodUs(), false, 0);
        Headers headers = new RecordHeaders();
        FrameCodec.writeHeaders(camera, frame, headers);
        frames.add(new StoredFrame(camera, headers, sampled.value().array()));
      }
    }
    return frames;
  }

  /**
   * The frames of several cameras in turn, as the encoding stage gets them.
   *
   * @param clips one for each camera
   * @param manifest of the pack whose input they are
   * @param choice raw planes or JPEG
   * @throws io.afterimage.ingest.IngestException if a clip cannot be read
   */
  public static List<StoredFrame> inTurn(
      List<Path> clips, Manifest manifest, EncodingChoice choice) {
    List<List<StoredFrame>> cameras = new ArrayList<>();
    for (Path clip : clips) {
      CameraId camera = new CameraId("camera-" + cameras.size());
      cameras.add(of(clip, camera, manifest.input(), manifest.rateFps(), choice));
    }
    int length = cameras.stream().mapToInt(List::size).min().orElse(0);
    List<StoredFrame> turns = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int frame = i;
      cameras.forEach(camera -> turns.add(camera.get(frame)));
    }
    return turns;
  }

  /** All but the pixels. */
  public Headers headers() {
    return headers;
  }

  /** The pixels; only read. */
  public byte[] value() {
    return value;
  }

  /** All bytes of the record: key, headers, pixels. */
  public int bytes() {
    int bytes = camera.length() + value.length;
    for (Header header : headers) {
      bytes += header.key().length() + header.value().length;
    }
    return bytes;
  }

  /** The record, to be sent to a topic. */
  public ProducerRecord<String, byte[]> to(String topic) {
    return new ProducerRecord<>(topic, null, null, camera, value, headers);
  }
}
