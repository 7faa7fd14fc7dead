package io.afterimage.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.afterimage.contract.WireName;
import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.CaptionPacks;
import io.afterimage.inference.TestPacks;
import io.afterimage.inference.caption.Caption;
import io.afterimage.inference.caption.Decoding;
import io.afterimage.inference.pack.Pack;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Captions through real graphs against {@code make_caption_graphs.py}'s, in double precision. */
class CaptionGoldenTest {
  private static final double TOLERANCE = 1e-4;
  private static final int FEATURE = 6;

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"temporal", "spatial", "hard", "still"})
  void shouldSayWhatTheEquationsSay(String kind) {
    JsonNode golden = JsonMapper.shared().readTree(TestPacks.resource("/captions/golden.json"));
    int cases = 0;
    try (PackRuntime runtime = PackRuntime.open(pack(kind), RuntimeSettings.cpu(1))) {
      for (JsonNode one : golden) {
        if (one.path("kind").stringValue().equals(kind)) {
          try (Captioner captioner = runtime.newCaptioner(decoding(one.path("decoding")))) {
            String tensor = kind.equals("temporal") ? "feature" : "thumb";
            Caption caption = captioner.caption(window(tensor, one.path("window")), 0);
            assertEqual(caption, one.path("caption"));
            cases++;
          }
        }
      }
    }
    assertThat(cases).isEqualTo(9);
  }

  private Pack pack(String kind) {
    return switch (kind) {
      case "temporal" -> CaptionPacks.temporal(temp);
      case "spatial" -> CaptionPacks.spatial(temp);
      case "hard" -> CaptionPacks.hard(temp);
      default -> CaptionPacks.still(temp);
    };
  }

  private static Decoding decoding(JsonNode node) {
    Decoding.Method method =
        WireName.parse(Decoding.Method.class, "method", node.path("method").stringValue());
    return new Decoding(
        method,
        node.path("max_words").intValue(),
        node.path("width").asInt(1),
        node.path("length_power").asDouble(0),
        1,
        0,
        Decoding.Looks.ARGMAX);
  }

  private static List<Tensor> window(String name, JsonNode frames) {
    float[] values = new float[frames.size() * FEATURE];
    for (int i = 0; i < values.length; i++) {
      values[i] = frames.path(i / FEATURE).path(i % FEATURE).floatValue();
    }
    return List.of(Tensor.ofFloats(name, Shape.of(frames.size(), FEATURE), values));
  }

  private static void assertEqual(Caption caption, JsonNode golden) {
    assertThat(caption.words())
        .extracting(Caption.Word::text)
        .containsExactlyElementsOf(
            golden.path("words").valueStream().map(JsonNode::stringValue).toList());
    assertThat(caption.ended()).isEqualTo(golden.path("ended").booleanValue());
    assertThat(caption.logProb())
        .isCloseTo(golden.path("log_prob").doubleValue(), within(TOLERANCE));
    for (int i = 0; i < caption.words().size(); i++) {
      JsonNode weights = golden.path("attention").path(i);
      assertThat(caption.words().get(i).attention()).hasSize(weights.size());
      for (int place = 0; place < weights.size(); place++) {
        assertThat((double) caption.words().get(i).attention().get(place))
            .isCloseTo(weights.path(place).doubleValue(), within(TOLERANCE));
      }
    }
  }
}
