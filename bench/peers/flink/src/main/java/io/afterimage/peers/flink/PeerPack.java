package io.afterimage.peers.flink;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What the job takes from a model pack. Immutable; goes to the tasks with the job.
 *
 * @param id the pack's
 * @param graph the recurrent step's ONNX file
 * @param features the tensors that it reads of a frame
 * @param states the tensors that it carries on
 * @param scores the output that holds the labels' scores
 * @param rules one a label
 */
record PeerPack(
    String id,
    String graph,
    List<String> features,
    List<State> states,
    String scores,
    List<EventRule> rules)
    implements Serializable {

  /**
   * A recurrent tensor.
   *
   * @param input its name as an input
   * @param output its name as an output
   * @param shape for one camera
   */
  record State(String input, String output, List<Long> shape) implements Serializable {
    int elements() {
      return shape.stream().mapToInt(Long::intValue).reduce(1, Math::multiplyExact);
    }
  }

  /** Reads {@code pack.yaml} of a folder. */
  static PeerPack read(Path folder) {
    JsonNode data = new YAMLMapper().readTree(folder.resolve("pack.yaml").toFile());
    JsonNode step = recurrent(data);
    List<String> features = new ArrayList<>();
    step.get("inputs").forEach(input -> features.add(input.get("name").asString()));
    List<State> states = new ArrayList<>();
    step.get("states").forEach(state -> states.add(state(state)));
    List<EventRule> rules = new ArrayList<>();
    data.get("labels").get("names").forEach(label -> rules.add(rule(data, label.asString())));
    return new PeerPack(
        data.get("id").asString(),
        folder.resolve(step.get("graph").asString()).toAbsolutePath().toString(),
        List.copyOf(features),
        List.copyOf(states),
        data.get("labels").get("tensor").asString(),
        List.copyOf(rules));
  }

  /** The elements of all states of one camera. */
  int stateElements() {
    return states.stream().mapToInt(State::elements).sum();
  }

  private static JsonNode recurrent(JsonNode data) {
    for (JsonNode step : data.get("steps")) {
      if (step.get("kind").asString().equals("recurrent")) {
        return step;
      }
    }
    throw new IllegalArgumentException("the pack has no recurrent step");
  }

  private static State state(JsonNode spec) {
    List<Long> shape = new ArrayList<>();
    spec.get("shape").forEach(dim -> shape.add(dim.isNumber() ? dim.asLong() : 1L));
    return new State(
        spec.get("input").asString(), spec.get("output").asString(), List.copyOf(shape));
  }

  private static EventRule rule(JsonNode data, String label) {
    JsonNode common = data.get("events").get("default");
    JsonNode own = data.get("events").path("labels").path(label);
    return new EventRule(
        label,
        number(own, common, "enter"),
        number(own, common, "leave"),
        Math.round(1e6 * number(own, common, "min_duration_s")),
        Math.round(1e6 * number(own, common, "merge_gap_s")));
  }

  private static double number(JsonNode own, JsonNode common, String key) {
    return (own.has(key) ? own : common).get(key).asDouble();
  }
}
