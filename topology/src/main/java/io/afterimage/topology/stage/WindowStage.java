package io.afterimage.topology.stage;

import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.topology.deadletter.DeadLetters;
import io.afterimage.topology.window.LiveRules;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The stage that keeps windows of frames: what the memory made of each record, and people's asks,
 * in; requests for captions, and each epoch's end after the last of them, out; one window for each
 * camera and caption pack. Its frames lie one by one in a store of their own, so that a frame
 * writes one slot and a small header. Everything else that the memory says passes through.
 * Immutable and thread-safe.
 */
public final class WindowStage implements ProcessorSupplier<String, Output, String, Output> {
  /** The headers' store, and so their changelog topic's name. */
  public static final String HEADERS = "windows";

  /** The slots' store, and so their changelog topic's name. */
  public static final String SLOTS = "window-slots";

  private final List<LiveRules> captions;
  private final LivePack actions;
  private final DeadLetters deadLetters;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Set<StoreBuilder<?>> stores =
      Set.of(Changelog.store(HEADERS), Changelog.store(SLOTS));

  /**
   * @param captions the caption packs' rules
   * @param actions the pack whose events open and close the windows
   * @param deadLetters takes frames that lack a tensor, and asks that cannot be understood
   * @param meters counts
   * @param clock the wall clock; only the requests' time is read from it
   * @throws io.afterimage.topology.TopologyException {@link
   *     io.afterimage.topology.TopologyException.Code#BAD_SETTING} if a caption pack has another
   *     encoder, reads a tensor or waits for a label that the other does not have
   */
  public WindowStage(
      List<LiveRules> captions,
      LivePack actions,
      DeadLetters deadLetters,
      MeterRegistry meters,
      Clock clock) {
    Manifest manifest = actions.versions().current().pack().manifest();
    captions.forEach(rules -> rules.forWindow(null).check(manifest));
    this.captions = List.copyOf(captions);
    this.actions = actions;
    this.deadLetters = deadLetters;
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public Processor<String, Output, String, Output> get() {
    return new WindowProcessor(captions, actions, deadLetters, new WindowMeters(meters), clock);
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return stores;
  }
}
