package io.afterimage.topology;

import io.afterimage.contract.Topics;
import io.afterimage.contract.letter.LetterWriter;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.Captioner;
import io.afterimage.topology.captioning.CaptionStage;
import io.afterimage.topology.deadletter.DeadLetters;
import io.afterimage.topology.forget.ForgetStage;
import io.afterimage.topology.stage.Output;
import io.afterimage.topology.stage.Output.Sink;
import io.afterimage.topology.stage.StageSerdes;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Windows of frames to words, for one caption pack:
 *
 * <pre>
 *   caption-requests ──captions──▶ captions · attention · dead-letters
 *                          │
 *   commands ──forget──────┤
 *                          └ the last caption told of each camera (store {@code last-captions},
 *                            changelogged)
 * </pre>
 *
 * It runs under an application id of its own, beside the topology that asks: however long a
 * sentence takes, no event waits for it. Requests for other caption packs are left to theirs. Every
 * record keeps its camera's key, so nothing is repartitioned. Immutable.
 */
public final class CaptioningTopology implements StreamsApplication {
  private final Topics topics;
  private final MeterRegistry meters;
  private final DeadLetters deadLetters;
  private final CaptionStage captions;
  private final ForgetStage forget;

  /**
   * The topology of a pack that is never replaced.
   *
   * @param topics where it reads and writes
   * @param forgetAfter after how long without a caption the last one of a camera is removed; zero:
   *     never
   * @param letterPayload bytes of a request that its dead letter keeps
   * @param pack the caption pack that answers
   * @param captioners makes a captioner for each stream task, which closes it; called on stream
   *     threads
   * @param meters counts captions, resets and dead letters by cause, and times words
   * @param clock the wall clock; only latencies and dead letters are read from it
   * @throws io.afterimage.inference.InferenceException if the pack has no caption part
   */
  public CaptioningTopology(
      Topics topics,
      Duration forgetAfter,
      int letterPayload,
      Pack pack,
      Supplier<Captioner> captioners,
      MeterRegistry meters,
      Clock clock) {
    this(
        topics,
        forgetAfter,
        letterPayload,
        new LivePack(FixedGraphs.captioning(pack, captioners)),
        meters,
        clock);
  }

  /**
   * The topology of a pack that may be replaced while it runs.
   *
   * @param topics where it reads and writes
   * @param forgetAfter after how long without a caption the last one of a camera is removed; zero:
   *     never
   * @param letterPayload bytes of a request that its dead letter keeps
   * @param pack the caption pack that answers; closed by the caller after the topology
   * @param meters counts captions, resets and dead letters by cause, and times words
   * @param clock the wall clock; only latencies and dead letters are read from it
   * @throws io.afterimage.inference.InferenceException if the pack has no caption part
   */
  public CaptioningTopology(
      Topics topics,
      Duration forgetAfter,
      int letterPayload,
      LivePack pack,
      MeterRegistry meters,
      Clock clock) {
    this.topics = topics;
    this.meters = meters;
    deadLetters =
        new DeadLetters(
            topics.deadLetters(), new LetterWriter("caption", letterPayload, clock), meters);
    captions = new CaptionStage(pack, deadLetters, meters, clock);
    forget =
        new ForgetStage(forgetAfter, captions.stores(), CaptionStage::kept, deadLetters, meters);
  }

  @Override
  public Topology build() {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<String, Output> told =
        builder.stream(
                topics.captionRequests(),
                Wiring.source("caption-requests", StageSerdes.captionRequests()))
            .process(captions, Named.as("captions"));
    KStream<String, Output> forgotten =
        builder.stream(topics.commands(), Wiring.source("commands", Serdes.ByteArray()))
            .process(forget, Named.as("forget"));
    Wiring.sinks(
        told.merge(forgotten, Named.as("told-and-forgotten")),
        Map.of(
            Sink.CAPTIONS, topics.captions(),
            Sink.ATTENTION, topics.attention(),
            Sink.DEAD_LETTERS, topics.deadLetters()));
    return builder.build();
  }

  @Override
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  @Override
  public MeterRegistry meters() {
    return meters;
  }

  @Override
  public Set<String> eventTopics() {
    return Set.of(topics.captions(), topics.attention());
  }

  /** A request holds a window's tensors, and its answer takes far longer than a memory's step. */
  @Override
  public int recordsAtOnce() {
    return 8;
  }
}
