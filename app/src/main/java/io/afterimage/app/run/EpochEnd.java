package io.afterimage.app.run;

import io.afterimage.app.pack.PackChoice;
import io.afterimage.contract.HeaderText;
import io.afterimage.contract.Topics;
import io.afterimage.inference.pack.Pack;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One of the places at which an epoch's end is told: each stage tells it in each topic that it
 * writes to, after all that it tells of the epoch there. Immutable.
 *
 * @param topic the topic
 * @param pack the pack that tells its own end there; null where the topic has one writer alone
 */
record EpochEnd(String topic, @Nullable String pack) {
  private static final String PACKS = "/packs/";

  /** The end that a marker tells. */
  static EpochEnd of(ConsumerRecord<String, byte[]> marker) {
    String source = HeaderText.find(marker.headers(), "ce_source");
    int packs = source == null ? -1 : source.indexOf(PACKS);
    return new EpochEnd(
        marker.topic(),
        source == null || packs < 0 ? null : source.substring(packs + PACKS.length()));
  }

  /**
   * All that there are where those packs speak.
   *
   * @param predictions whether each frame's scores are told
   */
  static Set<EpochEnd> all(Topics topics, boolean predictions, PackChoice packs) {
    Set<EpochEnd> ends = new HashSet<>();
    ends.add(new EpochEnd(topics.actions(), null));
    if (predictions) {
      ends.add(new EpochEnd(topics.predictions(), null));
    }
    for (Pack pack : packs.packs()) {
      if (pack.manifest().attention() != null) {
        ends.add(new EpochEnd(topics.attention(), pack.manifest().id()));
      }
    }
    for (Pack pack : packs.captions()) {
      ends.add(new EpochEnd(topics.captions(), pack.manifest().id()));
      if (pack.manifest().requireCaption().attends()) {
        ends.add(new EpochEnd(topics.attention(), pack.manifest().id()));
      }
    }
    return ends;
  }
}
