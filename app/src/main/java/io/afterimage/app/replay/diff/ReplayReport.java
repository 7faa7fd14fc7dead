package io.afterimage.app.replay.diff;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.afterimage.contract.event.PackRef;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a replay found, as {@code --report} writes it: its names in snake case. Immutable.
 *
 * @param live the prefix of the live topics
 * @param replay the prefix of the replay's topics
 * @param of what was replayed: {@code frames} or {@code features}
 * @param pack the pack that the replay ran
 * @param edgeS how long an edge is, seconds
 * @param copied what was replayed
 * @param events action events, compared
 * @param captions captions, compared, one part for each caption pack
 * @param asked live captions that somebody asked for, which no replay repeats
 * @param deadLetters records that the replay set aside
 * @param unreadable live and replayed records that are neither events nor captions
 */
public record ReplayReport(
    String live,
    String replay,
    String of,
    PackRef pack,
    double edgeS,
    Copied copied,
    EventsReport events,
    List<CaptionsReport> captions,
    long asked,
    long deadLetters,
    long unreadable) {
  /** Copies the list. */
  public ReplayReport {
    captions = List.copyOf(captions);
  }

  /** Whether anything differs that is not at an edge. */
  @JsonProperty
  public boolean difference() {
    return Stream.concat(
            events.differing().stream(),
            captions.stream()
                .filter(CaptionsReport::compared)
                .flatMap(part -> part.differing().stream()))
        .anyMatch(Verdict::differs);
  }
}
