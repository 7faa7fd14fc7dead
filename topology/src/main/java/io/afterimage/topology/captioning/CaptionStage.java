package io.afterimage.topology.captioning;

import io.afterimage.contract.caption.CaptionRequestRecord;
import io.afterimage.inference.live.LivePack;
import io.afterimage.topology.deadletter.DeadLetters;
import io.afterimage.topology.stage.Changelog;
import io.afterimage.topology.stage.Kept;
import io.afterimage.topology.stage.Output;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The stage that puts windows into words: requests in, captions and what was looked at for them
 * out, the last caption told of each camera in its own store. Immutable and thread-safe.
 */
public final class CaptionStage
    implements ProcessorSupplier<String, CaptionRequestRecord, String, Output> {
  /** The store's name, and so the changelog topic's. */
  public static final String STORE = "last-captions";

  private final LivePack pack;
  private final DeadLetters deadLetters;
  private final MeterRegistry meters;
  private final Clock clock;
  private final StoreBuilder<?> store = Changelog.store(STORE);

  /**
   * @param pack the caption pack that answers, which may be replaced meanwhile
   * @param deadLetters takes what cannot be answered
   * @param meters counts
   * @param clock the wall clock; only latencies are read from it
   * @throws io.afterimage.inference.InferenceException if the pack has no caption part
   */
  public CaptionStage(LivePack pack, DeadLetters deadLetters, MeterRegistry meters, Clock clock) {
    pack.versions().current().pack().manifest().requireCaption();
    this.pack = pack;
    this.deadLetters = deadLetters;
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public Processor<String, CaptionRequestRecord, String, Output> get() {
    return new CaptionProcessor(pack, deadLetters, new CaptionMeters(meters), clock);
  }

  /** What a task's store keeps of cameras, for who removes it. */
  public static Kept kept(ProcessorContext<String, Output> context) {
    return new KeptCaptions(context.getStateStore(STORE));
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(store);
  }
}
