package io.afterimage.topology.rules;

import java.util.Map;

/**
 * A run that may become an event.
 *
 * @param run its frames
 * @param rivals of labels that exclude this one: where their runs stood, by label index, just
 *     before this one began; a rival's event ends there when this one opens
 */
public record Candidate(Run run, Map<Integer, Mark> rivals) {
  /** Copies the rivals. */
  public Candidate {
    rivals = Map.copyOf(rivals);
  }
}
