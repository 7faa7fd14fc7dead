package io.afterimage.ingest.publish;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.CloudEvent;
import io.afterimage.contract.HeaderText;
import io.afterimage.contract.Marker;
import io.afterimage.contract.Position;
import io.afterimage.contract.Topics;
import io.afterimage.contract.WireTime;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.TruthEvent;
import io.afterimage.contract.frame.Encoding;
import io.afterimage.contract.frame.Frame;
import io.afterimage.contract.frame.FrameCodec;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.ingest.sample.PreviewMaker;
import io.afterimage.ingest.sample.SampledFrame;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Makes one camera's Kafka records. Immutable.
 *
 * @param topics the topics' names
 * @param camera the key
 * @param input the layout of the frames
 * @param encoding how their pixels are written
 */
record RecordMaker(Topics topics, CameraId camera, FrameInput input, Encoding encoding) {
  /** A frame that leaves now. */
  ProducerRecord<String, byte[]> frame(Position at, SampledFrame sampled, boolean live) {
    long decodeUs = (System.nanoTime() - sampled.receivedNanos()) / 1000;
    Frame frame =
        new Frame(
            at,
            input,
            encoding,
            sampled.value(),
            sampled.periodUs(),
            live,
            (int) Math.max(0, Math.min(Integer.MAX_VALUE, decodeUs)));
    ProducerRecord<String, byte[]> record = record(topics.frames(), sampled.value().array());
    FrameCodec.writeHeaders(camera, frame, record.headers());
    return record;
  }

  ProducerRecord<String, byte[]> marker(Marker marker) {
    ProducerRecord<String, byte[]> record = record(topics.frames(), new byte[0]);
    FrameCodec.writeHeaders(camera, marker, record.headers());
    return record;
  }

  ProducerRecord<String, byte[]> preview(Position at, PreviewMaker.Preview preview) {
    ProducerRecord<String, byte[]> record = record(topics.previews(), preview.jpeg().array());
    HeaderText.put(record.headers(), "epoch", at.epoch());
    HeaderText.put(record.headers(), "seq", at.seq());
    HeaderText.put(record.headers(), "pts_us", at.ptsUs());
    HeaderText.put(record.headers(), "capture_time", WireTime.micros(at.captureTime()));
    HeaderText.put(record.headers(), "width", preview.width());
    HeaderText.put(record.headers(), "height", preview.height());
    new CloudEvent(
            "%s/%d/%d/preview".formatted(camera, at.epoch(), at.seq()),
            "/cameras/" + camera,
            "io.afterimage.preview.v1",
            at.captureTime(),
            "image/jpeg")
        .writeTo(record.headers());
    return record;
  }

  ProducerRecord<String, byte[]> truth(Position at, String label) {
    TruthEvent event =
        new TruthEvent(camera.value(), at.epoch(), at.seq(), at.ptsUs(), at.captureTime(), label);
    ProducerRecord<String, byte[]> record = record(topics.truth(), EventJson.write(event));
    event.cloudEvent().writeTo(record.headers());
    return record;
  }

  private ProducerRecord<String, byte[]> record(String topic, byte[] value) {
    return new ProducerRecord<>(topic, camera.value(), value);
  }
}
