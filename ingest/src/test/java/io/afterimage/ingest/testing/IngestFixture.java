package io.afterimage.ingest.testing;

import io.afterimage.contract.Topics;
import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.FrameCodec;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.FrameRecord;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import io.afterimage.ingest.CreditSettings;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.IngestSettings;
import io.afterimage.ingest.LoopFilter;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Settings of ingest in tests. */
public final class IngestFixture {
  /** 96 by 96 grey with the picture before. */
  public static final FrameInput INPUT =
      new FrameInput(96, 96, Pixels.GRAY8, List.of(Plane.CURRENT, Plane.PREVIOUS), Fit.STRETCH);

  private IngestFixture() {}

  /** 12.5 frames a second, raw, idle after half a second. */
  public static IngestSettings settings(KafkaNode kafka, Topics topics, int frames, int features) {
    return new IngestSettings(
        topics,
        INPUT,
        12.5,
        LoopFilter.ALL,
        EncodingChoice.AUTO,
        false,
        true,
        Duration.ofMillis(500),
        new CreditSettings(
            topics.prefix() + "-inference", topics.prefix() + "-topology", frames, features),
        kafka.config());
  }

  /** A record of the frames topic. */
  public static FrameRecord read(ConsumerRecord<String, byte[]> record) {
    return FrameCodec.read(record.headers(), record.value());
  }
}
