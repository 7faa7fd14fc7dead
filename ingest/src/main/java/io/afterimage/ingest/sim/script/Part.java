package io.afterimage.ingest.sim.script;

import io.afterimage.ingest.sim.figure.Capsule;
import io.afterimage.ingest.sim.motion.ActionLabel;
import io.afterimage.ingest.sim.motion.Motion;
import io.afterimage.ingest.sim.play.Person;
import java.util.List;
import java.util.Optional;

/**
 * All that one person does in a chapter.
 *
 * @param person who
 * @param motions what, in order and without overlaps; between them the person is away
 */
record Part(Person person, List<Motion> motions) {
  Part {
    motions = List.copyOf(motions);
  }

  /** Returns the person's pieces at a time; none while the person is away. */
  List<Capsule> piecesAt(double seconds) {
    return motionAt(seconds).map(motion -> piecesOf(motion, seconds)).orElse(List.of());
  }

  List<Capsule> piecesOf(Motion motion, double seconds) {
    return person.body().pieces(motion.at(seconds));
  }

  /** Returns how often the person has sat or lain down until a time. */
  int usesAt(double seconds) {
    int uses = 0;
    for (Motion motion : motions) {
      ActionLabel label = motion.label();
      if (motion.end() <= seconds
          && (label == ActionLabel.FALL
              || label == ActionLabel.SIT_DOWN
              || label == ActionLabel.LIE_DOWN)) {
        uses++;
      }
    }
    return uses;
  }

  private Optional<Motion> motionAt(double seconds) {
    int low = 0;
    int high = motions.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Motion motion = motions.get(middle);
      if (seconds < motion.start()) {
        high = middle - 1;
      } else if (seconds >= motion.end()) {
        low = middle + 1;
      } else {
        return Optional.of(motion);
      }
    }
    return Optional.empty();
  }
}
