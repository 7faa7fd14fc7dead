package io.afterimage.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.afterimage.contract.feature.Shape;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.caption.Caption;
import io.afterimage.inference.caption.Decoding;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.pack.PackLoader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shipped packs that caption, from frames to sentences, against what training says. */
class GoldenCaptionPackTest {
  private static final Path PACKS = Path.of("..", "packs");
  private static final float TOLERANCE = 1e-4f;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "room-captions",
        "room-captions-spatial",
        "room-captions-hard",
        "room-captions-nic",
        "cctv-captions"
      })
  void shouldSayWhatTrainingSays(String id) throws IOException {
    Path folder = PACKS.resolve(id);
    JsonNode golden =
        JsonMapper.shared().readTree(Files.readAllBytes(folder.resolve("golden.json")));
    Pack pack = PackLoader.load(folder);
    List<String> names = pack.manifest().requireCaption().tensors();
    int most = pack.manifest().requireCaption().decoding().maxWords();

    try (PackRuntime runtime = PackRuntime.open(pack, RuntimeSettings.cpu(1));
        Captioner beam = runtime.newCaptioner();
        Captioner greedy = runtime.newCaptioner(Decoding.greedy(most))) {
      List<List<Tensor>> kept = kept(runtime, golden);
      for (String name : names) {
        for (int i = 0; i < kept.size(); i++) {
          GoldenTensors.assertEncoded(find(kept.get(i), name), golden.path(name).path(i));
        }
      }
      List<Tensor> window = names.stream().map(name -> window(kept, name, golden)).toList();

      Caption best = beam.caption(window, 0);
      assertThat(words(best)).containsExactlyElementsOf(texts(golden.path("beam").path("words")));
      assertThat(best.logProb())
          .isCloseTo(golden.path("beam").path("score").doubleValue(), within(1e-3));

      Caption likeliest = greedy.caption(window, 0);
      List<String> vocabulary = pack.vocabulary().words();
      List<String> said = new ArrayList<>();
      golden.path("greedy").valueStream().forEach(word -> said.add(vocabulary.get(word.asInt())));
      said.remove("<end>");
      assertThat(words(likeliest)).containsExactlyElementsOf(said);
      for (int i = 0; i < said.size(); i++) {
        assertStep(likeliest.words().get(i), golden.path("steps").path(i), golden, i);
      }
    }
  }

  private static void assertStep(Caption.Word word, JsonNode step, JsonNode golden, int i) {
    int id = golden.path("greedy").path(i).intValue();
    assertThat(word.logProb())
        .as("log-probability of '%s'", word.text())
        .isCloseTo(step.path("log_probs").path(id).doubleValue(), within(1e-4));
    for (int place = 0; place < word.attention().size(); place++) {
      assertThat(word.attention().get(place))
          .as("weight %d of '%s'", place, word.text())
          .isCloseTo(step.path("attention").path(place).floatValue(), within(TOLERANCE));
    }
  }

  /** What the encoder makes of those of the golden's frames that the window keeps. */
  private static List<List<Tensor>> kept(PackRuntime runtime, JsonNode golden) {
    List<ByteBuffer> frames =
        golden
            .path("frames")
            .valueStream()
            .map(frame -> ByteBuffer.wrap(Base64.getDecoder().decode(frame.stringValue())))
            .toList();
    List<List<Tensor>> coded = runtime.encoder().encode(frames);
    return golden.path("kept").valueStream().map(i -> coded.get(i.asInt())).toList();
  }

  private static Tensor find(List<Tensor> tensors, String name) {
    return tensors.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  /** The window that training read: of equal features the captions are equal. */
  private static Tensor window(List<List<Tensor>> frames, String name, JsonNode golden) {
    List<Tensor> each = new ArrayList<>();
    for (List<Tensor> frame : frames) {
      JsonNode values = golden.path(name).path(each.size());
      each.add(GoldenTensors.of(name, find(frame, name).shape(), values));
    }
    int size = each.get(0).floats().remaining();
    float[] values = new float[size * each.size()];
    for (int i = 0; i < each.size(); i++) {
      each.get(i).floats().get(values, i * size, size);
    }
    List<Integer> dims = new ArrayList<>(each.get(0).shape().dims());
    dims.set(0, each.size());
    return Tensor.ofFloats(
        name, Shape.of(dims.stream().mapToInt(Integer::intValue).toArray()), values);
  }

  private static List<String> words(Caption caption) {
    return caption.words().stream().map(Caption.Word::text).toList();
  }

  private static List<String> texts(JsonNode words) {
    return words.valueStream().map(JsonNode::stringValue).toList();
  }
}
