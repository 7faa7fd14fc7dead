package io.afterimage.topology.stage;

import io.afterimage.contract.WireName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * One counter for each constant of an enum, looked up once: counting is on the frame path.
 * Thread-safe.
 *
 * @param <E> the enum; a constant's wire name is the tag's value
 */
public final class CounterSet<E extends Enum<E> & WireName> {
  private final Map<E, Counter> counters;

  /** Counters of that name, told apart by a tag. */
  public CounterSet(MeterRegistry meters, Class<E> type, String name, String tag) {
    counters = new EnumMap<>(type);
    for (E constant : type.getEnumConstants()) {
      counters.put(constant, meters.counter(name, tag, constant.wireName()));
    }
  }

  /** Counts one. */
  public void count(E constant) {
    count(constant, 1);
  }

  /** Counts so many. */
  public void count(E constant, int some) {
    Counter counter = counters.get(constant);
    if (counter == null) {
      throw new IllegalStateException("no counter for " + constant);
    }
    counter.increment(some);
  }
}
