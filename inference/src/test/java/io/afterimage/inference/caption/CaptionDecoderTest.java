package io.afterimage.inference.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptionDecoderTest {
  private static final int SEEDS = 300;
  private static final int WIDEST = 64;

  @Test
  void shouldFindWithBeamOfOneWhatGreedyFinds() {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(decode(ToyModel.random(seed, 12), Decoding.beam(6, 1, 0.7)))
          .isEqualTo(decode(ToyModel.random(seed, 12), Decoding.greedy(6)));
    }
  }

  /** So wide a beam keeps everything that these few words can say. */
  @ParameterizedTest
  @CsvSource({"7, 3, 0", "7, 3, 0.7", "7, 3, 2", "6, 5, 0", "6, 5, 0.7", "6, 5, 1", "6, 5, 2"})
  void shouldFindWithWideBeamWhatExhaustiveSearchFinds(int size, int maxWords, double power) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Caption found = decode(ToyModel.random(seed, size), Decoding.beam(maxWords, WIDEST, power));

      Caption best = exhaustive(seed, size, maxWords, power);
      assertThat(found.text()).as("seed %d", seed).isEqualTo(best.text());
      assertThat(found.ended()).isTrue();
      assertThat(found.logProb()).isCloseTo(best.logProb(), within(1e-9));
    }
  }

  @Test
  void shouldCompareCompleteCaptionsByLengthToThePower() {
    Set<Integer> lengths = new HashSet<>();
    for (double power : new double[] {0, 1, 2}) {
      lengths.add(decode(endingSlowly(), Decoding.beam(4, 8, power)).words().size());
    }
    // log .4 = -.92; log(.6 .5) = -1.20, halved -.60; log(.6 .5 .9 .3) = -2.51, by sixteen -.16.
    assertThat(lengths).containsExactlyInAnyOrder(0, 1, 3);
  }

  private static ToyModel endingSlowly() {
    return new ToyModel(
        prefix ->
            switch (prefix.size()) {
              case 0 -> logs(0, 0, 0.4, 0, 0.6, 0);
              case 1 -> logs(0, 0, 0.5, 0, 0.5, 0);
              case 2 -> logs(0, 0, 0.1, 0, 0.9, 0);
              default -> logs(0, 0, 0.3, 0, 0.7, 0);
            });
  }

  @Test
  void shouldFindBehindAnUnlikelyWordWhatGreedyMisses() {
    ToyModel model =
        new ToyModel(
            prefix ->
                switch (prefix.size()) {
                  case 0 -> logs(0, 0, 0, 0, 0.6, 0.4);
                  case 1 ->
                      prefix.get(0) == 4 ? logs(0, 0, 0.4, 0, 0.3, 0.3) : logs(0, 0, 1, 0, 0, 0);
                  default -> logs(0, 0, 1, 0, 0, 0);
                });

    assertThat(decode(model, Decoding.greedy(5)).text()).isEqualTo("w4");
    assertThat(decode(model, Decoding.beam(5, 2, 0)).text()).isEqualTo("w5");
  }

  @Test
  void shouldGiveBestPartialWhereNothingEnds() {
    for (int seed = 0; seed < SEEDS; seed++) {
      int salt = seed;
      ToyModel endless =
          new ToyModel(
              prefix -> {
                float[] logProbs = ToyModel.randomLogProbs(salt, prefix, 7);
                logProbs[Vocabulary.END] = Float.NEGATIVE_INFINITY;
                return logProbs;
              });

      Caption partial = decode(endless, Decoding.beam(3, WIDEST, 0.7));

      double best =
          everything(salt, 7, 3).stream()
              .filter(c -> c.words.size() == 3 && !c.words.contains(Vocabulary.END))
              .mapToDouble(Candidate::logProb)
              .max()
              .orElseThrow();
      assertThat(partial.ended()).isFalse();
      assertThat(partial.words()).hasSize(3);
      assertThat(partial.logProb()).isCloseTo(best, within(1e-9));
      assertThat(decode(endless, Decoding.greedy(3)).ended()).isFalse();
      assertThat(decode(endless, Decoding.sample(3, 1, 0)).words()).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"greedy", "beam", "sample"})
  void shouldStopWithWhatThereIsWhereNoWordMayCome(String method) {
    ToyModel stuck =
        new ToyModel(
            prefix ->
                prefix.isEmpty() ? logs(0.2, 0.3, 0, 0, 0.5, 0) : logs(0.5, 0.2, 0, 0.3, 0, 0));

    Caption caption = decode(stuck, decoding(method, 5));

    assertThat(caption.text()).isEqualTo("w4");
    assertThat(caption.ended()).isFalse();
    assertThat(decode(ToyModel.constant(1, 0, 0, 0, 0), decoding(method, 5)))
        .isEqualTo(new Caption(List.of(), 0, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"greedy", "beam", "sample"})
  void shouldNeverSayWhatIsNoWord(String method) {
    for (int seed = 0; seed < SEEDS; seed++) {
      ToyModel model = ToyModel.constant(0.3, 0.3, 0.05, 0.3, 0.03, 0.02);

      Caption caption = new CaptionDecoder(vocabulary(6), decoding(method, 8)).decode(model, seed);

      assertThat(caption.words()).extracting(Caption.Word::text).isSubsetOf("w4", "w5");
      double sum = caption.words().stream().mapToDouble(Caption.Word::logProb).sum();
      double end = caption.ended() ? Math.log(0.05) : 0;
      // Not made likelier by what was left out.
      assertThat(caption.logProb()).isCloseTo(sum + end, within(1e-5));
      assertThat(sum).isLessThanOrEqualTo(caption.words().size() * Math.log(0.03) + 1e-5);
    }
  }

  @Test
  void shouldTakeLowerWordThenOlderHypothesisOfEquals() {
    ToyModel even = ToyModel.constant(0, 0, 0, 0, 0.5, 0.5);
    assertThat(decode(even, Decoding.greedy(3)).text()).isEqualTo("w4 w4 w4");
    assertThat(decode(even, Decoding.beam(3, 2, 0.7)).text()).isEqualTo("w4 w4 w4");

    // w4 leads both first words on; w5 w5 never makes it into a beam of three.
    List<List<Integer>> seen = new ArrayList<>();
    ToyModel watched =
        new ToyModel(
            prefix -> {
              seen.add(prefix);
              return logs(0, 0, 0, 0, 0.5, 0.5);
            });
    decode(watched, Decoding.beam(3, 3, 0));
    assertThat(seen.stream().filter(prefix -> prefix.size() == 2))
        .containsExactly(List.of(4, 4), List.of(5, 4), List.of(4, 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"greedy", "beam", "sample"})
  void shouldGiveTheAttentionOfTheChosenHypothesis(String method) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Caption caption = decode(ToyModel.random(seed, 9), decoding(method, 6));

      List<Integer> prefix = new ArrayList<>();
      for (Caption.Word word : caption.words()) {
        assertThat(word.attention()).isEqualTo(ToyModel.attention(prefix));
        prefix.add(Integer.parseInt(word.text().substring(1)));
      }
    }
  }

  @Test
  void shouldRunAllHypothesesAtOnce() {
    ToyModel model = ToyModel.constant(0, 0, 0, 0, 0.4, 0.3, 0.2, 0.1);

    decode(model, Decoding.beam(4, 3, 0));

    assertThat(model.batches).containsExactly(1, 3, 3, 3);
  }

  @Test
  void shouldDrawTheSameWithTheSameSeed() {
    CaptionDecoder decoder = new CaptionDecoder(vocabulary(12), Decoding.sample(8, 1, 0));
    Set<String> said = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      Caption first = decoder.decode(ToyModel.random(1, 12), seed);
      assertThat(decoder.decode(ToyModel.random(1, 12), seed)).isEqualTo(first);
      said.add(first.text());
    }
    assertThat(said).hasSizeGreaterThan(20);
  }

  @ParameterizedTest
  @CsvSource({"1e-6, 0", "1, 1", "100, 1"})
  void shouldDrawWhatGreedyFindsWhereNothingElseIsLeft(double temperature, int topK) {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(decode(ToyModel.random(seed, 12), Decoding.sample(6, temperature, topK)))
          .isEqualTo(decode(ToyModel.random(seed, 12), Decoding.greedy(6)));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "0.5, 0", "2, 0", "1, 3", "0.7, 4"})
  void shouldDrawByTheDistribution(double temperature, int topK) {
    double[] probabilities = {0.1, 0.1, 0.2, 0.1, 0.05, 0.15, 0.3};
    int draws = 20_000;
    int[] counts = new int[probabilities.length];
    CaptionDecoder decoder =
        new CaptionDecoder(vocabulary(7), Decoding.sample(1, temperature, topK));
    for (int seed = 0; seed < draws; seed++) {
      Caption caption = decoder.decode(ToyModel.constant(probabilities), seed);
      counts[caption.ended() ? 2 : Integer.parseInt(caption.text().substring(1))]++;
    }

    List<Integer> allowed = Stream.of(6, 2, 5, 4).limit(topK == 0 ? 4 : topK).toList();
    double sum = allowed.stream().mapToDouble(i -> tempered(probabilities[i], temperature)).sum();
    double chiSquare = 0;
    int drawn = 0;
    for (int word : allowed) {
      double expected = draws * tempered(probabilities[word], temperature) / sum;
      chiSquare += Math.pow(counts[word] - expected, 2) / expected;
      drawn += counts[word];
    }
    assertThat(drawn).isEqualTo(draws);
    assertThat(chiSquare).as("at most once in a thousand, 3 degrees of freedom").isLessThan(16.27);
  }

  private static double tempered(double probability, double temperature) {
    return Math.pow(probability, 1 / temperature);
  }

  @Test
  void shouldTellTheMeanOfAWord() {
    ToyModel model =
        new ToyModel(p -> p.isEmpty() ? logs(0, 0, 0, 0, 0.5) : logs(0, 0, 0.25, 0, 0));
    Caption caption = new CaptionDecoder(vocabulary(5), Decoding.greedy(9)).decode(model, 0);

    assertThat(caption.text()).isEqualTo("w4");
    assertThat(caption.logProb()).isCloseTo(Math.log(0.125), within(1e-6));
    assertThat(caption.meanLogProb()).isCloseTo(Math.log(0.125) / 2, within(1e-6));
    assertThat(new Caption(List.of(), 0, false).meanLogProb()).isZero();
  }

  @Test
  void shouldRefuseDecodingOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Decoding.greedy(0))
        .withMessage("max words 0 is out of range");
    assertThatIllegalArgumentException().isThrownBy(() -> Decoding.beam(9, 65, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Decoding.beam(9, 1, -0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> Decoding.sample(9, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Decoding.sample(9, 1, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Decoding(Decoding.Method.GREEDY, 9, 2, 0, 1, 0, Decoding.Looks.ARGMAX));
  }

  @Test
  void shouldTellAllFaultsOfAVocabulary() {
    assertThat(Vocabulary.problems(List.of("<pad>", "<start>", "<unknown>")))
        .containsExactly(
            "line 2 must be <end>, not '<unknown>'", "line 3 must be <unknown>, not the end");
    assertThat(
            Vocabulary.problems(
                List.of("<pad>", "<start>", "<end>", "<unknown>", "a", "", "b c", "a")))
        .containsExactly(
            "line 5 is empty",
            "line 6, 'b c', holds more than one word",
            "'a' is on line 4 and again on line 7");
    assertThatIllegalArgumentException().isThrownBy(() -> new Vocabulary(List.of("a")));
  }

  private static Caption decode(ToyModel model, Decoding decoding) {
    return new CaptionDecoder(vocabulary(12), decoding).decode(model, 5);
  }

  private static Decoding decoding(String method, int maxWords) {
    return switch (method) {
      case "greedy" -> Decoding.greedy(maxWords);
      case "beam" -> Decoding.beam(maxWords, 3, 0.7);
      default -> Decoding.sample(maxWords, 1, 0);
    };
  }

  private static Vocabulary vocabulary(int size) {
    return new Vocabulary(
        Stream.concat(
                Stream.of("<pad>", "<start>", "<end>", "<unknown>"),
                IntStream.range(4, size).mapToObj(id -> "w" + id))
            .toList());
  }

  private static float[] logs(double... probabilities) {
    float[] logs = new float[probabilities.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = (float) Math.log(probabilities[i]);
    }
    return logs;
  }

  private record Candidate(List<Integer> words, double logProb) {}

  private static Caption exhaustive(long seed, int size, int maxWords, double power) {
    Candidate best =
        everything(seed, size, maxWords).stream()
            .filter(candidate -> candidate.words.contains(Vocabulary.END))
            .max(Comparator.comparingDouble(candidate -> score(candidate, power)))
            .orElseThrow();
    return new Caption(
        best.words.stream()
            .filter(word -> word != Vocabulary.END)
            .map(word -> new Caption.Word("w" + word, 0, List.of()))
            .toList(),
        best.logProb,
        true);
  }

  private static double score(Candidate candidate, double power) {
    return candidate.logProb / Math.pow(candidate.words.size(), power);
  }

  /** Every sequence of words up to a length, open or ended. */
  private static List<Candidate> everything(long seed, int size, int maxWords) {
    List<Candidate> all = new ArrayList<>();
    List<Candidate> open = List.of(new Candidate(List.of(), 0));
    for (int step = 0; step < maxWords; step++) {
      List<Candidate> longer = new ArrayList<>();
      for (Candidate candidate : open) {
        float[] logProbs = ToyModel.randomLogProbs(seed, candidate.words, size);
        for (int word = 2; word < size; word++) {
          if (word != Vocabulary.UNKNOWN) {
            List<Integer> words = new ArrayList<>(candidate.words);
            words.add(word);
            longer.add(new Candidate(words, candidate.logProb + logProbs[word]));
          }
        }
      }
      all.addAll(longer);
      open = longer.stream().filter(c -> !c.words.contains(Vocabulary.END)).toList();
    }
    return all;
  }
}
