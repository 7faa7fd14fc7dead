package io.afterimage.bench.chaos.compare;

import io.afterimage.contract.Topics;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.Prediction;
import io.afterimage.contract.event.TruthEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * All that a run has told and remembers, as far as it is committed. Immutable.
 *
 * @param told by topic, without the prefix, in the order of the log
 * @param states by store: the changelog's name without the prefix
 * @param labels each frame's label by {@code camera/epoch/seq}
 */
public record Outcome(
    Map<String, List<Told>> told, Map<String, StoredState> states, Map<String, String> labels) {
  /** The topic of the scores of each frame. */
  public static final String PREDICTIONS = "predictions";

  /**
   * Reads a run that has come to its end.
   *
   * @param reader of its cluster
   * @param topics of the run
   * @param changelogs of its stores
   */
  public static Outcome read(LogReader reader, Topics topics, List<String> changelogs) {
    Map<String, List<Told>> told = new LinkedHashMap<>();
    told.put("actions", all(reader, topics.actions(), false));
    told.put("captions", all(reader, topics.captions(), false));
    told.put("attention", all(reader, topics.attention(), true));
    told.put("dead-letters", all(reader, topics.deadLetters(), false));
    Map<String, String> labels = new HashMap<>();
    List<Told> predictions = new ArrayList<>();
    reader.read(
        topics.predictions(),
        record -> {
          predictions.add(Told.of(record, false));
          label(record, labels);
        });
    told.put(PREDICTIONS, predictions);
    Map<String, StoredState> states = new TreeMap<>();
    for (String changelog : changelogs) {
      String store = changelog.substring(topics.prefix().length() + 1);
      states.put(store, StoredState.read(reader, changelog, store));
    }
    return new Outcome(told, states, labels);
  }

  /** The labels that simulated cameras told of themselves, as those of frames. */
  public static Map<String, NavigableMap<Long, String>> truth(LogReader reader, Topics topics) {
    Map<String, NavigableMap<Long, String>> truth = new HashMap<>();
    reader.read(
        topics.truth(),
        record -> {
          TruthEvent event = EventJson.read(record.value(), TruthEvent.class);
          truth
              .computeIfAbsent(event.camera() + "/" + event.epoch(), epoch -> new TreeMap<>())
              .put(event.seq(), event.label());
        });
    return truth;
  }

  /**
   * In what this run is not as the undisturbed one.
   *
   * @param repeats whether a record may come again; then the first ones are compared
   */
  public List<Difference> against(Outcome undisturbed, boolean repeats) {
    List<Difference> differences = new ArrayList<>();
    told.forEach(
        (topic, here) -> {
          List<Told> right = undisturbed.told.getOrDefault(topic, List.of());
          differences.addAll(
              repeats
                  ? EventComparison.of(
                      topic,
                      EventComparison.withoutRepeats(right),
                      EventComparison.withoutRepeats(here))
                  : EventComparison.of(topic, right, here));
        });
    TreeSet<String> stores = new TreeSet<>(states.keySet());
    stores.addAll(undisturbed.states.keySet());
    for (String store : stores) {
      StoredState none = new StoredState(store, Map.of());
      differences.addAll(
          states.getOrDefault(store, none).against(undisturbed.states.getOrDefault(store, none)));
    }
    return differences;
  }

  /** How many predictions there are. */
  public long predictions() {
    return told.getOrDefault(PREDICTIONS, List.of()).size();
  }

  /** How many records there are of actions, captions and attention. */
  public long events() {
    return told.values().stream().mapToLong(List::size).sum() - predictions();
  }

  /** How many records came again, the same as one before. */
  public long repeats() {
    return told.values().stream()
        .mapToLong(each -> each.size() - EventComparison.withoutRepeats(each).size())
        .sum();
  }

  /** How many keys all stores have. */
  public int stateCount() {
    return states.values().stream().mapToInt(state -> state.values().size()).sum();
  }

  /** The share of frames whose label is the true one; 0 if nothing is known. */
  public double accuracy(Map<String, NavigableMap<Long, String>> truth) {
    long right = 0;
    long known = 0;
    for (Map.Entry<String, String> each : labels.entrySet()) {
      int slash = each.getKey().lastIndexOf('/');
      var epoch = truth.get(each.getKey().substring(0, slash));
      var label =
          epoch == null
              ? null
              : epoch.floorEntry(Long.parseLong(each.getKey().substring(slash + 1)));
      if (label != null) {
        known++;
        right += label.getValue().equals(each.getValue()) ? 1 : 0;
      }
    }
    return known == 0 ? 0 : (double) right / known;
  }

  private static List<Told> all(LogReader reader, String topic, boolean writers) {
    List<Told> all = new ArrayList<>();
    reader.read(topic, record -> all.add(Told.of(record, writers)));
    return all;
  }

  private static void label(ConsumerRecord<byte[], byte[]> record, Map<String, String> labels) {
    if (EventJson.readPrediction(record.value()) instanceof Prediction prediction) {
      labels.put(
          prediction.camera() + "/" + prediction.epoch() + "/" + prediction.seq(),
          prediction.label());
    }
  }
}
