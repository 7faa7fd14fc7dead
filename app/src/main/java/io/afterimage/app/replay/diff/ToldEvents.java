package io.afterimage.app.replay.diff;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.EventJson;
import io.afterimage.contract.event.PackRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.databind.JsonNode;

/** Gathers what an {@code actions} topic tells of replayed frames. For one thread at a time. */
public final class ToldEvents {
  /** All that a replay may change of an event. */
  static final Set<String> CLOCK = Set.of("latency_ms");

  private record Key(String pack, String id) {}

  private final Coverage coverage;
  private final Map<Key, ToldEvent> events = new LinkedHashMap<>();
  private long repeated;
  private long unreadable;

  /**
   * @param coverage what is replayed; the rest is passed over
   */
  public ToldEvents(Coverage coverage) {
    this.coverage = coverage;
  }

  /** Takes the topic's next record. */
  public void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (!EventJson.isMarker(record.value())) {
        take(
            EventJson.read(record.value(), ActionEvent.class),
            EventJson.read(record.value(), JsonNode.class));
      }
    } catch (ContractException e) {
      unreadable++;
    }
  }

  private void take(ActionEvent event, JsonNode json) {
    if (!coverage.contains(event.camera(), event.epoch(), event.start(), event.end())) {
      // An event that began before may be told to end before, too.
      events.remove(new Key(event.pack().id(), event.id()));
      return;
    }
    events.merge(
        new Key(event.pack().id(), event.id()),
        new ToldEvent(
            event.id(),
            event.camera(),
            event.epoch(),
            event.label(),
            event.pack(),
            event.start(),
            event.end(),
            List.of(json)),
        this::joined);
  }

  private ToldEvent joined(ToldEvent known, ToldEvent next) {
    List<JsonNode> records = new ArrayList<>(known.records());
    JsonNode last = records.get(records.size() - 1);
    if (JsonDifference.fields(last, next.records().get(0), CLOCK).isEmpty()) {
      repeated++;
      return known;
    }
    records.addAll(next.records());
    return new ToldEvent(
        known.id(),
        known.camera(),
        known.epoch(),
        known.label(),
        known.pack(),
        known.start(),
        next.end() == null ? known.end() : next.end(),
        records);
  }

  /** The packs that told events, each with how many. */
  public Map<PackRef, Long> packs() {
    Map<PackRef, Long> packs = new LinkedHashMap<>();
    events.values().forEach(event -> packs.merge(event.pack(), 1L, Long::sum));
    return packs;
  }

  /** The events of one pack, of any version, in the order in which they were first told. */
  List<ToldEvent> of(String pack) {
    return events.values().stream().filter(event -> event.pack().id().equals(pack)).toList();
  }

  /** How many records repeated the one before them but for its latency. */
  public long repeated() {
    return repeated;
  }

  /** How many records are no events. */
  public long unreadable() {
    return unreadable;
  }
}
