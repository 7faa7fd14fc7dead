package io.afterimage.topology.query;

import io.afterimage.contract.event.ActionEvent;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.rules.Candidate;
import io.afterimage.topology.rules.OpenEvent;
import io.afterimage.topology.rules.Run;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a memory holds. Immutable.
 *
 * @param summary the memory in short
 * @param periodUs the source's interval between frames, microseconds
 * @param hidden the hidden state, in the manifest's order; nothing if it is fresh or over
 * @param cutReference the picture that the scene-cut rule compares with; null: none
 * @param cutPending how many frames in a row were unlike it
 * @param open the events that have started and not ended
 * @param candidates what may become an event
 */
public record MemoryDetail(
    MemorySummary summary,
    int periodUs,
    List<TensorSummary> hidden,
    @Nullable TensorSummary cutReference,
    int cutPending,
    List<Stretch> open,
    List<Stretch> candidates) {
  /** Copies the lists. */
  public MemoryDetail {
    hidden = List.copyOf(hidden);
    open = List.copyOf(open);
    candidates = List.copyOf(candidates);
  }

  /**
   * A stretch of frames that speaks for a label.
   *
   * @param id the id of the event that it is, or would become
   * @param label the label
   * @param start its first frame
   * @param last its latest frame that belongs to it
   * @param frames how many frames it has, those since {@code last} included
   * @param confidence the mean score from {@code start} to {@code last}
   */
  public record Stretch(
      String id, String label, MediaPoint start, MediaPoint last, int frames, double confidence) {
    private static Stretch of(MemorySummary of, Run run) {
      MediaPoint start = run.first().point();
      return new Stretch(
          ActionEvent.id(of.camera(), of.epoch(), start.seq(), run.label()),
          run.label(),
          start,
          run.last().point(),
          run.frames(),
          run.last().mean());
    }
  }

  static MemoryDetail of(MemorySummary summary, Memory memory, boolean values) {
    List<Stretch> open = new ArrayList<>();
    List<Stretch> candidates = new ArrayList<>();
    for (int label = 0; label < memory.events().labels(); label++) {
      OpenEvent event = memory.events().open(label);
      if (event != null) {
        open.add(Stretch.of(summary, event.run()));
      }
      Candidate candidate = memory.events().candidate(label);
      if (candidate != null) {
        candidates.add(Stretch.of(summary, candidate.run()));
      }
    }
    float[] reference = memory.cut().reference();
    return new MemoryDetail(
        summary,
        memory.periodUs(),
        memory.states().stream().map(state -> TensorSummary.of(state, values)).toList(),
        reference == null ? null : TensorSummary.ofFloats("reference", reference, values),
        memory.cut().pending(),
        open,
        candidates);
  }

  static MemoryDetail unreadable(MemorySummary summary) {
    return new MemoryDetail(summary, 0, List.of(), null, 0, List.of(), List.of());
  }
}
