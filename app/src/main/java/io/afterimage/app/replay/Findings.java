package io.afterimage.app.replay;

import io.afterimage.app.kafka.KafkaAccess;
import io.afterimage.app.kafka.LogOffsets;
import io.afterimage.app.kafka.StretchReader;
import io.afterimage.app.kafka.StretchReader.Pulse;
import io.afterimage.app.kafka.StretchReader.Stretch;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.app.replay.diff.CaptionsReport;
import io.afterimage.app.replay.diff.Comparison;
import io.afterimage.app.replay.diff.Coverage;
import io.afterimage.app.replay.diff.ReplayReport;
import io.afterimage.app.replay.diff.ToldCaptions;
import io.afterimage.app.replay.diff.ToldEvents;
import io.afterimage.contract.Topics;
import io.afterimage.inference.pack.CaptionSpec;
import io.afterimage.inference.pack.Pack;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads what was told live and in the replay, and compares it. For one thread. */
final class Findings {
  private final LogOffsets logs;
  private final StretchReader reader;
  private final Topics live;
  private final Topics replay;
  private final Pulse pulse;

  /**
   * @param kafka how to reach the brokers
   * @param logs asks for offsets
   * @param live the live topics
   * @param replay the replay's topics
   * @param pulse looks whether to go on
   */
  Findings(KafkaAccess kafka, LogOffsets logs, Topics live, Topics replay, Pulse pulse) {
    this.logs = logs;
    this.reader = new StretchReader(kafka);
    this.live = live;
    this.replay = replay;
    this.pulse = pulse;
  }

  /**
   * Compares.
   *
   * @param tally what was replayed
   * @throws io.afterimage.app.AppException if a topic cannot be read
   * @throws InterruptedException if the pulse or the thread is asked to stop
   */
  ReplayReport report(ReplayPlan plan, PackChoice packs, CopyTally tally)
      throws InterruptedException {
    Coverage coverage = tally.coverage();
    ToldEvents liveEvents = new ToldEvents(coverage);
    ToldEvents replayedEvents = new ToldEvents(coverage);
    read(live.actions(), liveEvents::take);
    read(replay.actions(), replayedEvents::take);
    Comparison comparison = new Comparison(coverage, plan.edge(), packs.pack().ref());
    List<CaptionsReport> captions = new ArrayList<>();
    ToldCaptions liveCaptions = new ToldCaptions(coverage);
    ToldCaptions replayedCaptions = new ToldCaptions(coverage);
    if (!packs.captions().isEmpty()) {
      read(live.captions(), liveCaptions::take);
      read(replay.captions(), replayedCaptions::take);
      for (Pack pack : packs.captions()) {
        captions.add(
            comparison.captions(
                pack.manifest().id(),
                remembered(pack),
                liveCaptions,
                replayedCaptions,
                liveEvents,
                replayedEvents));
      }
    }
    AtomicLong deadLetters = new AtomicLong();
    read(replay.deadLetters(), record -> deadLetters.incrementAndGet());
    return new ReplayReport(
        live.prefix(),
        replay.prefix(),
        plan.of().wireName(),
        packs.pack().ref(),
        plan.edge().toMillis() / 1e3,
        tally.copied(),
        comparison.events(liveEvents, replayedEvents),
        captions,
        liveCaptions.asked(),
        deadLetters.get(),
        liveEvents.unreadable()
            + replayedEvents.unreadable()
            + liveCaptions.unreadable()
            + replayedCaptions.unreadable());
  }

  private static Duration remembered(Pack pack) {
    CaptionSpec.Similarity similarity = pack.manifest().requireCaption().similarity();
    return similarity == null
        ? Duration.ZERO
        : Duration.of(similarity.rememberUs(), ChronoUnit.MICROS);
  }

  /** All that the topic holds now. */
  private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> taker)
      throws InterruptedException {
    List<TopicPartition> partitions = logs.partitions(topic);
    Map<TopicPartition, Long> begins = logs.at(partitions, OffsetSpec.earliest());
    Map<TopicPartition, Stretch> stretches = new HashMap<>();
    logs.at(partitions, OffsetSpec.latest())
        .forEach(
            (partition, end) ->
                stretches.put(partition, new Stretch(begins.getOrDefault(partition, 0L), end)));
    reader.read(stretches, taker, pulse);
  }
}
