package io.afterimage.app.live;

import java.util.HashMap;
import java.util.Map;

/**
 * What is wrong with new versions, so that each fault is told once and not at each look. What may
 * pass, such as a folder that is still being copied, is told when it is there a second time,
 * unchanged. One thread at a time.
 */
final class Faults {
  private final Map<String, String> seen = new HashMap<>();
  private final Map<String, String> told = new HashMap<>();

  /** Whether a fault of a pack that may pass is to be told. */
  boolean isNewsAtSecondSight(String pack, String fault) {
    return fault.equals(seen.put(pack, fault)) && isNews(pack, fault);
  }

  /** Whether a fault of a pack is to be told. */
  boolean isNews(String pack, String fault) {
    return !fault.equals(told.put(pack, fault));
  }

  /** The pack has none any more. */
  void clear(String pack) {
    seen.remove(pack);
    told.remove(pack);
  }
}
