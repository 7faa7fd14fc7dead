package io.afterimage.inference.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.HeaderText;
import io.afterimage.contract.event.DeadLetter;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.contract.frame.Frame;
import io.afterimage.contract.frame.FrameCodec;
import io.afterimage.contract.letter.LetterWriter;
import io.afterimage.contract.letter.RecordBytes;
import io.afterimage.inference.TestPacks;
import io.afterimage.inference.runtime.PackRuntime;
import io.afterimage.inference.runtime.RuntimeSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever lies in {@code frames} is set aside as it is, and the good frames around it come out.
 */
@SuppressWarnings("try") // A stage is opened for what it does on Kafka.
@Timeout(120)
class PoisonedFramesTest {
  private static final int HUGE = 900 << 10;

  @TempDir static Path temp;
  private static KafkaNode node;
  private static PackRuntime runtime;

  @SuppressWarnings("ArrayRecordComponent") // Sent, never compared.
  private record Poison(byte @Nullable [] key, Headers headers, byte @Nullable [] value) {
    RecordBytes bytes() {
      return new RecordBytes("", 0, 0, 0, headers, key, value);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    node = new KafkaNode(temp.resolve("kafka"));
    runtime = PackRuntime.open(TestPacks.tiny(temp), RuntimeSettings.cpu(2));
  }

  @AfterAll
  static void stop() {
    runtime.close();
    node.close();
  }

  /** Records that are no frames, by the cause under which each is set aside. */
  private static Map<Poison, String> poison(StageRig rig) {
    byte[] key = "a".getBytes(UTF_8);
    byte[] pixels = rig.pixels("a", 1);
    byte[] noise = new byte[300];
    new Random(3).nextBytes(noise);
    Headers good = headers(rig);
    Map<Poison, String> poison = new LinkedHashMap<>();
    poison.put(new Poison(null, good, pixels), "bad_camera_id");
    poison.put(new Poison(new byte[] {'a', (byte) 0xc3, 0x28}, good, pixels), "bad_camera_id");
    poison.put(new Poison("a".repeat(2_000).getBytes(UTF_8), good, pixels), "bad_camera_id");
    poison.put(new Poison(key, good, null), "bad_length");
    poison.put(new Poison(key, good, new byte[0]), "bad_length");
    poison.put(new Poison(key, good, noise), "bad_length");
    poison.put(new Poison(key, good, Arrays.copyOf(pixels, pixels.length - 1)), "bad_length");
    poison.put(new Poison(key, good, new byte[HUGE]), "bad_length");
    poison.put(new Poison(key, new RecordHeaders(), noise), "missing_field");
    poison.put(new Poison(key, with(rig, "encoding", "avif"), pixels), "bad_field");
    poison.put(new Poison(key, with(rig, "encoding", "jpeg"), noise), "bad_picture");
    poison.put(new Poison(key, with(rig, "epoch", "NaN"), pixels), "bad_field");
    poison.put(new Poison(key, with(rig, "seq", "9223372036854775808"), pixels), "bad_field");
    poison.put(new Poison(key, with(rig, "marker", "begin"), pixels), "bad_field");
    return poison;
  }

  private static Headers headers(StageRig rig) {
    Headers headers = new RecordHeaders();
    Frame frame = rig.frame("a", 1);
    FrameCodec.writeHeaders(new CameraId("a"), frame, headers);
    return headers;
  }

  private static Headers with(StageRig rig, String name, String value) {
    Headers headers = headers(rig);
    HeaderText.put(headers, name, value);
    return headers;
  }

  private static List<List<Tensor>> tensors(List<FeatureRecord> records) {
    return records.stream().map(record -> ((Feature) record).tensors()).toList();
  }

  @Test
  void shouldSetPoisonAsideByteForByteAndEncodeTheFramesAroundIt() throws Exception {
    try (StageRig clean = new StageRig(node, runtime, "clean", 1);
        StageRig rig = new StageRig(node, runtime, "poisoned", 1).letterPayload(1_000)) {
      Map<Poison, String> poison = poison(rig);
      long seq = 0;
      for (Poison each : poison.keySet()) {
        rig.send("a", rig.frame("a", seq));
        clean.send("a", clean.frame("a", seq++));
        rig.sendRaw(each.key(), each.headers(), each.value());
      }
      rig.send("a", rig.frame("a", seq));
      clean.send("a", clean.frame("a", seq));
      int frames = poison.size() + 1;
      try (EncodingStage stage = rig.start();
          EncodingStage undisturbed = clean.start()) {
        assertThat(tensors(rig.features(frames).getOrDefault("a", List.of())))
            .isEqualTo(tensors(clean.features(frames).getOrDefault("a", List.of())))
            .hasSize(frames);
        assertLetters(rig.deadLetters(poison.size()), new ArrayList<>(poison.entrySet()));
        assertThat(rig.count("dead_letter")).isEqualTo(poison.size());
      }
    }
  }

  /** Poison lies at the odd offsets. */
  private static void assertLetters(
      List<DeadLetter> letters, List<Map.Entry<Poison, String>> poison) {
    assertThat(letters).hasSize(poison.size());
    for (DeadLetter letter : letters) {
      Map.Entry<Poison, String> entry = poison.get((int) letter.offset() / 2);
      RecordBytes sent = entry.getKey().bytes();
      assertThat(letter.cause()).as(letter.message()).isEqualTo(entry.getValue());
      assertThat(letter.sha256()).isEqualTo(sent.sha256());
      assertThat(letter.size()).isEqualTo(sent.size());
      assertThat(letter.timestampMs()).isPositive();
      assertThat(letter.headers()).hasSize(sent.headers().toArray().length);
      boolean cutKey = sent.key() != null && sent.key().length > 1_000;
      boolean cutValue = sent.size() > 1_000;
      assertThat(letter.isWhole()).isEqualTo(!cutKey && !cutValue);
      if (!cutKey) {
        assertThat(decoded(letter.key())).isEqualTo(sent.key());
      }
      if (!cutValue) {
        assertThat(decoded(letter.payload())).isEqualTo(sent.value());
      }
    }
  }

  private static byte @Nullable [] decoded(@Nullable String base64) {
    return base64 == null ? null : Base64.getDecoder().decode(base64);
  }

  @Test
  void shouldSendALetterWithoutPixelsWhereAWholeOneIsTooLarge() throws Exception {
    Map<String, String> small = Map.of("max.message.bytes", Integer.toString(16 << 10));
    try (StageRig rig = new StageRig(node, runtime, "tight", 1, small);
        EncodingStage stage = rig.letterPayload(LetterWriter.MOST_PAYLOAD).start()) {
      rig.sendRaw("a".getBytes(UTF_8), headers(rig), noise(64 << 10));
      rig.send("a", rig.frame("a", 0));

      assertThat(rig.features(1)).containsKey("a");
      DeadLetter letter = rig.deadLetters(1).get(0);
      assertThat(letter.cause()).isEqualTo("bad_length");
      assertThat(letter.payload()).isEmpty();
      assertThat(letter.size()).isEqualTo(64 << 10);
    }
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(4).nextBytes(noise);
    return noise;
  }
}
