package io.afterimage.inference.caption;

import io.afterimage.inference.caption.WordModel.NextWord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Follows the best hypotheses side by side. Of all that continue the open ones by a word, the best
 * are kept, as many as the beam is wide, by their log-probability alone; what ends is complete and
 * leaves the beam. Complete captions are compared by log-probability over a power of their length.
 * Without a complete one the best open hypothesis is the answer, compared in the same way.
 */
final class BeamSearch {
  /** A hypothesis and the word that may continue it. */
  private record Candidate(int parent, int word, double logProb) {}

  /** Best first; of equals the lower word, then the older hypothesis. */
  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingDouble(Candidate::logProb)
          .reversed()
          .thenComparingInt(Candidate::word)
          .thenComparingInt(Candidate::parent);

  private final Decoding decoding;
  private final WordModel model;
  private List<Hypothesis> open = List.of(Hypothesis.EMPTY);
  private int[] parents = {0};
  private @Nullable Hypothesis complete;

  /** A search; it runs once. */
  BeamSearch(Decoding decoding, WordModel model) {
    this.decoding = decoding;
    this.model = model;
  }

  Hypothesis run() {
    for (int step = 0; step < decoding.maxWords(); step++) {
      List<Hypothesis> before = open;
      step();
      if (open.isEmpty()) {
        return complete == null ? bestOf(before) : complete;
      }
      if (complete != null && outOfReach(complete)) {
        return complete;
      }
    }
    return complete == null ? bestOf(open) : complete;
  }

  private void step() {
    int[] words = open.stream().mapToInt(Hypothesis::word).toArray();
    List<NextWord> next = model.next(parents, words);
    List<Hypothesis> goOn = new ArrayList<>();
    List<Integer> from = new ArrayList<>();
    for (Candidate candidate : best(next)) {
      int parent = candidate.parent();
      Hypothesis longer = open.get(parent).then(candidate.word(), next.get(parent));
      if (!longer.ended()) {
        goOn.add(longer);
        from.add(parent);
      } else if (complete == null || score(longer) > score(complete)) {
        complete = longer;
      }
    }
    open = goOn;
    parents = from.stream().mapToInt(Integer::intValue).toArray();
  }

  private List<Candidate> best(List<NextWord> next) {
    PriorityQueue<Candidate> kept = new PriorityQueue<>(BEST_FIRST.reversed());
    for (int parent = 0; parent < next.size(); parent++) {
      NextWord said = next.get(parent);
      double before = open.get(parent).logProb();
      for (int word = 0; word < said.logProbs().limit(); word++) {
        double logProb = before + said.logProbs().get(word);
        if (Vocabulary.mayCome(word) && logProb > Double.NEGATIVE_INFINITY) {
          kept.add(new Candidate(parent, word, logProb));
          if (kept.size() > decoding.width()) {
            kept.remove();
          }
        }
      }
    }
    return kept.stream().sorted(BEST_FIRST).toList();
  }

  /** Whether no open hypothesis can become better: each word more can only lower its sum. */
  private boolean outOfReach(Hypothesis goal) {
    double longest = Math.pow(decoding.maxWords(), decoding.lengthPower());
    return open.get(0).logProb() / longest <= score(goal);
  }

  private Hypothesis bestOf(List<Hypothesis> hypotheses) {
    Hypothesis best = hypotheses.get(0);
    for (Hypothesis hypothesis : hypotheses) {
      if (score(hypothesis) > score(best)) {
        best = hypothesis;
      }
    }
    return best;
  }

  private double score(Hypothesis hypothesis) {
    return hypothesis.score(decoding.lengthPower());
  }
}
