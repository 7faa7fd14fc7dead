package io.afterimage.inference.pack;

import static io.afterimage.inference.pack.ManifestReader.list;
import static io.afterimage.inference.pack.ManifestReader.micros;
import static io.afterimage.inference.pack.ManifestReader.text;

import io.afterimage.contract.WireName;
import io.afterimage.inference.caption.Decoding;
import io.afterimage.inference.caption.Decoding.Looks;
import io.afterimage.inference.caption.Decoding.Method;
import io.afterimage.inference.pack.CaptionSpec.Grid;
import io.afterimage.inference.pack.CaptionSpec.Kind;
import io.afterimage.inference.pack.CaptionSpec.Similarity;
import io.afterimage.inference.pack.CaptionSpec.When;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Turns a caption part that keeps the schema into its records. */
final class CaptionReader {
  private CaptionReader() {}

  static CaptionSpec read(JsonNode node, List<String> problems) {
    JsonNode grid = node.path("grid");
    JsonNode when = node.path("when");
    JsonNode similarity = node.path("similarity");
    return new CaptionSpec(
        WireName.parse(Kind.class, "kind", text(node, "kind")),
        node.path("frames").intValue(),
        node.has("grid")
            ? new Grid(grid.path("rows").intValue(), grid.path("columns").intValue())
            : null,
        list(node.path("tensors"), JsonNode::stringValue),
        text(node, "word"),
        text(node, "log_probs"),
        node.has("attention") ? text(node, "attention") : null,
        node.has("chance") ? text(node, "chance") : null,
        new VocabularyFile(text(node, "vocabulary"), text(node, "vocabulary_sha256")),
        decoding(node.path("decoding"), problems),
        new When(
            list(when.path("labels"), JsonNode::stringValue),
            micros(when.path("period_s")),
            micros(when.path("min_s"))),
        node.has("similarity")
            ? new Similarity(
                similarity.path("max_equal").doubleValue(), micros(similarity.path("remember_s")))
            : null);
  }

  private static Decoding decoding(JsonNode node, List<String> problems) {
    Method method = WireName.parse(Method.class, "method", text(node, "method"));
    refuse(node, method, Method.BEAM, List.of("width", "length_power"), problems);
    refuse(node, method, Method.SAMPLE, List.of("temperature", "top_k"), problems);
    if (method == Method.BEAM && !node.has("width")) {
      problems.add("caption.decoding.width is missing: a beam has one");
    }
    int maxWords = node.path("max_words").intValue();
    Looks looks =
        node.has("looks")
            ? WireName.parse(Looks.class, "looks", text(node, "looks"))
            : Looks.ARGMAX;
    Decoding decoding =
        switch (method) {
          case GREEDY -> Decoding.greedy(maxWords);
          case BEAM ->
              Decoding.beam(
                  maxWords, node.path("width").asInt(1), node.path("length_power").asDouble(0));
          case SAMPLE ->
              Decoding.sample(
                  maxWords, node.path("temperature").asDouble(1), node.path("top_k").asInt(0));
        };
    return decoding.looking(looks);
  }

  private static void refuse(
      JsonNode node, Method method, Method owner, List<String> keys, List<String> problems) {
    for (String key : keys) {
      if (method != owner && node.has(key)) {
        problems.add(
            "caption.decoding.%s: the method %s has none, only %s"
                .formatted(key, method.wireName(), owner.wireName()));
      }
    }
  }
}
