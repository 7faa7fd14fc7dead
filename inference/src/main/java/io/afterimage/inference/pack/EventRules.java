package io.afterimage.inference.pack;

import java.util.List;

/**
 * How scores become events. Immutable.
 *
 * @param exclusive whether at most one label's event is open at a time
 * @param updateEveryUs least time between an open event's records, microseconds; 0: no updates
 * @param rules one for each label, in the labels' order
 */
public record EventRules(boolean exclusive, long updateEveryUs, List<EventRule> rules) {
  /** Copies the rules. */
  public EventRules {
    rules = List.copyOf(rules);
  }
}
