package io.afterimage.app.run;

import io.afterimage.app.config.AfterimageConfig;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.ingest.SourceSpec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run shall do. Immutable.
 *
 * @param config the settings
 * @param packs the packs to watch with
 * @param sources what to watch
 * @param tellAccuracy whether simulated cameras' truth is compared with the predictions, every few
 *     seconds
 * @param atMost when to stop, if not before; null: never
 */
public record RunPlan(
    AfterimageConfig config,
    PackChoice packs,
    List<SourceSpec> sources,
    boolean tellAccuracy,
    @Nullable Duration atMost) {
  /** Copies the list. */
  public RunPlan {
    sources = List.copyOf(sources);
  }

  /** The same, but stopped after some time. */
  public RunPlan atMost(Duration limit) {
    return new RunPlan(config, packs, sources, tellAccuracy, limit);
  }

  /** Runs to the end of all sources. */
  public static RunPlan of(AfterimageConfig config, PackChoice packs, List<SourceSpec> sources) {
    return new RunPlan(config, packs, sources, false, null);
  }
}
