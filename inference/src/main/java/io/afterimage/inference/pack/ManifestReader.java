package io.afterimage.inference.pack;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.WireName;
import io.afterimage.contract.feature.DType;
import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.contract.frame.Plane;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Turns a manifest that keeps the schema into its records. */
final class ManifestReader {
  private static final double MICROS = 1e6;

  private final JsonNode root;
  private final List<String> problems;

  ManifestReader(JsonNode root, List<String> problems) {
    this.root = root;
    this.problems = problems;
  }

  /** The manifest; null if the input is none, which is told in the problems. */
  @Nullable Manifest read() {
    FrameInput input = input(root.path("input"));
    List<String> labels = list(root.path("labels").path("names"), JsonNode::stringValue);
    boolean captions = root.has("caption");
    EventRules events =
        captions ? new EventRules(false, 0, List.of()) : events(root.path("events"), labels);
    CaptionSpec caption = captions ? CaptionReader.read(root.path("caption"), problems) : null;
    if (input == null) {
      return null;
    }
    return new Manifest(
        text(root, "id"),
        text(root, "version"),
        text(root, "title"),
        text(root, "licence"),
        root.path("rate_fps").doubleValue(),
        input,
        list(root.path("input").path("mean"), JsonNode::floatValue),
        list(root.path("input").path("std"), JsonNode::floatValue),
        list(root.path("steps"), ManifestReader::step),
        captions ? "" : text(root.path("labels"), "tensor"),
        labels,
        root.has("cut") ? cut(root.path("cut")) : null,
        events,
        Set.copyOf(list(root.path("compatible_with"), JsonNode::stringValue)),
        map(root.path("training"), JsonNode::asString),
        map(root.path("accuracy"), JsonNode::doubleValue),
        root.has("attention") ? attention(root.path("attention")) : null,
        caption);
  }

  private @Nullable FrameInput input(JsonNode node) {
    try {
      return new FrameInput(
          node.path("width").intValue(),
          node.path("height").intValue(),
          WireName.parse(Pixels.class, "pixel format", text(node, "pixels")),
          list(node.path("planes"), p -> WireName.parse(Plane.class, "plane", p.stringValue())),
          WireName.parse(Fit.class, "fit", text(node, "fit")));
    } catch (ContractException e) {
      problems.add("input: " + e.getMessage());
      return null;
    }
  }

  private static StepSpec step(JsonNode node) {
    StepSpec.Kind kind = WireName.parse(StepSpec.Kind.class, "kind", text(node, "kind"));
    JsonNode states = node.path("states");
    boolean begins = kind == StepSpec.Kind.CAPTION_INIT;
    return new StepSpec(
        text(node, "name"),
        kind,
        text(node, "graph"),
        text(node, "sha256"),
        list(node.path("inputs"), n -> tensor(n, "name")),
        begins
            ? List.of()
            : list(states, n -> new StateSpec(tensor(n, "input"), tensor(n, "output"))),
        begins
            ? list(states, n -> new InitialState(text(n, "state"), tensor(n, "output")))
            : List.of(),
        list(node.path("outputs"), n -> tensor(n, "name")));
  }

  private static TensorSpec tensor(JsonNode node, String nameKey) {
    return new TensorSpec(
        text(node, nameKey),
        list(node.path("shape"), d -> d.isInt() ? d.intValue() : TensorSpec.BATCH),
        WireName.parse(DType.class, "dtype", text(node, "dtype")),
        node.path("meaning").asString(""));
  }

  private static CutRule cut(JsonNode node) {
    return new CutRule(
        text(node, "tensor"),
        node.path("threshold").doubleValue(),
        node.path("hold_frames").intValue(),
        micros(node.path("settle_s")));
  }

  private static AttentionSpec attention(JsonNode node) {
    return new AttentionSpec(
        text(node, "tensor"), node.path("rows").intValue(), node.path("columns").intValue());
  }

  private EventRules events(JsonNode node, List<String> labels) {
    JsonNode own = node.path("labels");
    for (String label : own.propertyNames()) {
      if (!labels.contains(label)) {
        problems.add(
            "events.labels.%s: there is no such label in labels.names %s".formatted(label, labels));
      }
    }
    return new EventRules(
        node.path("exclusive").booleanValue(),
        micros(node.path("update_every_s")),
        labels.stream().map(label -> rule(node.path("default"), own.path(label), label)).toList());
  }

  private EventRule rule(JsonNode base, JsonNode own, String label) {
    Function<String, JsonNode> get = key -> own.has(key) ? own.path(key) : base.path(key);
    double enter = get.apply("enter").doubleValue();
    double leave = get.apply("leave").doubleValue();
    if (leave > enter) {
      String place = own instanceof MissingNode ? "events.default" : "events.labels." + label;
      String problem = "%s: leave %s must be at most enter %s".formatted(place, leave, enter);
      if (!problems.contains(problem)) {
        problems.add(problem);
      }
    }
    return new EventRule(
        enter,
        leave,
        micros(get.apply("min_duration_s")),
        micros(get.apply("merge_gap_s")),
        micros(get.apply("max_length_s")));
  }

  static long micros(JsonNode seconds) {
    return Math.round(seconds.doubleValue() * MICROS);
  }

  static String text(JsonNode node, String key) {
    return node.path(key).stringValue();
  }

  static <T> List<T> list(JsonNode node, Function<JsonNode, T> read) {
    return node.valueStream().map(read).toList();
  }

  private static <T> Map<String, T> map(JsonNode node, Function<JsonNode, T> read) {
    return node.propertyStream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, e -> read.apply(e.getValue()), (a, b) -> b, LinkedHashMap::new));
  }
}
