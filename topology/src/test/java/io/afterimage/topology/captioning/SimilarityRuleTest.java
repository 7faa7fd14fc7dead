package io.afterimage.topology.captioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.contract.caption.CaptionReason;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.inference.pack.CaptionSpec.Similarity;
import io.afterimage.topology.fixture.Requests;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarityRuleTest {
  private static final SimilarityRule RULE = new SimilarityRule(new Similarity(0.8, 1_000_000));
  private static final Requests DOOR = new Requests("door", 1);

  @ParameterizedTest
  @CsvSource({
    "a man sits down, a man sits down, 1",
    "a man sits down, a man sits up, 0.6",
    "a man sits down, a man sits, 0.6",
    "a man sits down, down sits man a, 0",
    "a man, a dog, 0.3333333333333333",
    "a, b, 0",
    "a, a, 1",
    // Twice the same pair is equal once to a single one.
    "go go go, go go, 0.75",
    "go go, go go go, 0.75",
    "a b a b, a b, 0.6",
  })
  void shouldShareWordPairsWithBothEnds(String one, String other, double share) {
    List<String> first = List.of(one.split(" "));
    List<String> second = List.of(other.split(" "));
    assertThat(SimilarityRule.share(first, second)).isEqualTo(share);
    assertThat(SimilarityRule.share(second, first)).isEqualTo(share);
  }

  @Test
  void shouldBeOneForEqualCaptionsAloneAndAlwaysBetweenNoneAndAll() {
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      List<String> one = words(random);
      List<String> other = words(random);
      double share = SimilarityRule.share(one, other);
      assertThat(share).isBetween(0.0, 1.0).isEqualTo(SimilarityRule.share(other, one));
      assertThat(SimilarityRule.share(one, one)).isEqualTo(1);
      List<String> pairs = pairs(one);
      // Equal pairs in another order make another sentence that counts as the same.
      assertThat(share == 1).isEqualTo(pairs.equals(pairs(other)));
    }
  }

  private static List<String> words(Random random) {
    List<String> words = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      words.add(random.nextBoolean() ? "a" : "b");
    }
    return words;
  }

  private static List<String> pairs(List<String> words) {
    List<String> pairs = new ArrayList<>();
    String before = "^";
    for (String word : words) {
      pairs.add(before + word);
      before = word;
    }
    pairs.add(before + "$");
    Collections.sort(pairs);
    return pairs;
  }

  @Test
  void shouldKeepBackFromTheShareOnAndWithinTheTimeOnEitherSide() {
    List<String> told = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i");
    // Another last word leaves 8 of 10 pairs, two others 7.
    List<String> near = List.of("a", "b", "c", "d", "e", "f", "g", "h", "x");
    List<String> far = List.of("a", "b", "c", "d", "e", "f", "g", "y", "x");
    LastCaption last = LastCaption.of(Requests.PACK, wave(100, 109), told);

    assertThat(RULE.suppresses(last, wave(112, 121), near)).isTrue();
    assertThat(RULE.suppresses(last, wave(112, 121), far)).isFalse();
    // A second is 12.5 frames.
    assertThat(RULE.suppresses(last, wave(113, 122), near)).isFalse();
    assertThat(RULE.suppresses(last, wave(88, 97), near)).isTrue();
    assertThat(RULE.suppresses(last, wave(87, 96), near)).isFalse();
  }

  @Test
  void shouldNeverKeepBackWhatWasAskedForOrWasTold() {
    List<String> words = List.of("a", "b");
    CaptionRequest told = wave(100, 109);
    LastCaption last = LastCaption.of(Requests.PACK, told, words);

    assertThat(RULE.suppresses(last, told, words)).isFalse();
    assertThat(
            RULE.suppresses(last, DOOR.request(CaptionReason.request(), 100, 109, 1, 0.8f), words))
        .isFalse();
    assertThat(
            RULE.suppresses(last, DOOR.request(CaptionReason.period(), 100, 109, 1, 0.8f), words))
        .isTrue();
  }

  private static CaptionRequest wave(long first, long last) {
    return DOOR.event(first, last, 1, 0.8f);
  }
}
