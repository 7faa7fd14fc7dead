package io.afterimage.topology.captioning;

import io.afterimage.contract.caption.CaptionReason;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.inference.pack.CaptionSpec.Similarity;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When a caption says too little new to be told. Immutable.
 *
 * @param limits from which share of equal word pairs on, and for how long
 */
record SimilarityRule(Similarity limits) {
  /** Stands before the first word and behind the last; no word, as words are never empty. */
  private static final String BOUNDARY = "";

  /** Two words that follow each other. */
  private record Bigram(String first, String second) {}

  /**
   * Whether a caption is kept back. Never what somebody asked for; nor what was told before and
   * comes again, since a repeat does no harm where a loss would.
   *
   * @param last what was last told of the camera
   * @param request whose answer the caption is
   * @param words the caption's words
   */
  boolean suppresses(LastCaption last, CaptionRequest request, List<String> words) {
    Duration apart = Duration.between(last.end(), request.last().time()).abs();
    return request.reason().kind() != CaptionReason.Kind.REQUEST
        && !last.id().equals(request.id())
        && apart.compareTo(Duration.of(limits.rememberUs(), ChronoUnit.MICROS)) <= 0
        && share(last.words(), words) >= limits.maxEqual();
  }

  /**
   * The share of equal bigrams, 0 to 1: the size of the multiset that both captions' bigrams have
   * in common over the number of the longer one's bigrams. The captions' boundaries count as words,
   * so that n words make n + 1 bigrams: {@code a man sits} has (·, a), (a, man), (man, sits),
   * (sits, ·).
   */
  static double share(List<String> one, List<String> other) {
    Map<Bigram, Integer> left = new HashMap<>();
    for (int i = 0; i <= one.size(); i++) {
      left.merge(bigram(one, i), 1, Integer::sum);
    }
    int equal = 0;
    for (int i = 0; i <= other.size(); i++) {
      Integer count = left.computeIfPresent(bigram(other, i), (bigram, more) -> more - 1);
      if (count != null && count >= 0) {
        equal++;
      }
    }
    return (double) equal / (Math.max(one.size(), other.size()) + 1);
  }

  private static Bigram bigram(List<String> words, int second) {
    return new Bigram(
        second == 0 ? BOUNDARY : words.get(second - 1),
        second == words.size() ? BOUNDARY : words.get(second));
  }
}
