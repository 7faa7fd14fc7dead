package io.afterimage.app.replay.diff;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.HeaderText;
import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.caption.CaptionReason;
import io.afterimage.contract.event.EventJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Gathers what a {@code captions} topic tells of replayed frames. For one thread at a time. */
public final class ToldCaptions {
  private record Key(String pack, String id) {}

  /**
   * A caption.
   *
   * @param event what was told
   * @param json the same as it was told
   */
  record Told(CaptionEvent event, JsonNode json) {}

  private final Coverage coverage;
  private final Map<Key, Told> captions = new LinkedHashMap<>();
  private final Set<String> speakers = new HashSet<>();
  private long asked;
  private long unreadable;

  /**
   * @param coverage what is replayed; the rest is passed over
   */
  public ToldCaptions(Coverage coverage) {
    this.coverage = coverage;
  }

  /** Takes the topic's next record. */
  public void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      @Nullable String source = HeaderText.find(record.headers(), "ce_source");
      if (source != null) {
        speakers.add(source.substring(source.lastIndexOf('/') + 1));
      }
      if (!EventJson.isMarker(record.value())) {
        take(
            EventJson.read(record.value(), CaptionEvent.class),
            EventJson.read(record.value(), JsonNode.class));
      }
    } catch (ContractException e) {
      unreadable++;
    }
  }

  private void take(CaptionEvent event, JsonNode json) {
    Span span = coverage.span(event.camera(), event.epoch());
    if (span == null
        || event.end().seq() < span.first().seq()
        || event.end().seq() > span.last().seq()) {
      return;
    }
    if (event.reason().kind() == CaptionReason.Kind.REQUEST) {
      asked++;
      return;
    }
    captions.putIfAbsent(new Key(event.pack().id(), event.id()), new Told(event, json));
  }

  /** Whether a pack has said anything at all, of any frames. */
  boolean spoke(String pack) {
    return speakers.contains(pack);
  }

  /** The captions of one pack, of any version, in their order. */
  List<Told> of(String pack) {
    List<Told> told = new ArrayList<>(captions.values());
    told.removeIf(caption -> !caption.event().pack().id().equals(pack));
    return told;
  }

  /** How many captions somebody asked for; nobody asks again in a replay. */
  public long asked() {
    return asked;
  }

  /** How many records are no captions. */
  public long unreadable() {
    return unreadable;
  }
}
