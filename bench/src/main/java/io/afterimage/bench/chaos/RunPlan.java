package io.afterimage.bench.chaos;

import io.afterimage.bench.chaos.fault.FaultKind;
import io.afterimage.bench.chaos.process.Launcher;
import io.afterimage.bench.chaos.process.Shape;
import java.nio.file.Path;
import java.util.Set;

/**
 * One run. Immutable.
 *
 * @param number of the run, from 1
 * @param launcher starts the program
 * @param folder takes all that the run writes; empty
 * @param shape of the pipeline
 * @param faults how many
 * @param kinds of the faults
 * @param isolated the share of faults that wait until all is well before and after, by which
 *     recovery is measured; the others strike while the one before may still be felt
 * @param leastEvents how many event records the run must have to count
 */
public record RunPlan(
    int number,
    Launcher launcher,
    Path folder,
    Shape shape,
    int faults,
    Set<FaultKind> kinds,
    double isolated,
    int leastEvents) {
  /** What the topics' names begin with. */
  public static final String PREFIX = "chaos";

  /** Copies the kinds. */
  public RunPlan {
    kinds = Set.copyOf(kinds);
  }
}
