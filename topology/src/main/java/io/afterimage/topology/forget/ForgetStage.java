package io.afterimage.topology.forget;

import io.afterimage.topology.deadletter.DeadLetters;
import io.afterimage.topology.stage.CounterSet;
import io.afterimage.topology.stage.Kept;
import io.afterimage.topology.stage.Output;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The stage that removes what other stages of the same task keep of a camera: commands in, the ends
 * of what was open out. It also removes cameras of which nothing was heard for long, by the wall
 * clock. Counted in {@code afterimage.forgotten{cause}}. Immutable and thread-safe.
 */
public final class ForgetStage implements ProcessorSupplier<String, byte[], String, Output> {
  private final Duration after;
  private final Set<StoreBuilder<?>> stores;
  private final Function<ProcessorContext<String, Output>, Kept> kept;
  private final DeadLetters deadLetters;
  private final MeterRegistry meters;

  /**
   * @param after how long nothing was heard of a camera that is forgotten by itself; zero: never
   * @param stores the stores, the very builders that the other stages give
   * @param kept what a task's stores keep
   * @param deadLetters takes commands that cannot be understood
   * @param meters counts
   */
  public ForgetStage(
      Duration after,
      Set<StoreBuilder<?>> stores,
      Function<ProcessorContext<String, Output>, Kept> kept,
      DeadLetters deadLetters,
      MeterRegistry meters) {
    this.after = after;
    this.stores = Set.copyOf(stores);
    this.kept = kept;
    this.deadLetters = deadLetters;
    this.meters = meters;
  }

  @Override
  public Processor<String, byte[], String, Output> get() {
    return new ForgetProcessor(
        after,
        kept,
        deadLetters,
        new CounterSet<>(meters, ForgetCause.class, "afterimage.forgotten", "cause"));
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return stores;
  }
}
