package io.afterimage.inference.caption;

import io.afterimage.inference.caption.WordModel.NextWord;

/**
 * Makes a caption of what a word model says. {@code <pad>}, {@code <start>} and {@code <unknown>}
 * never come out, however likely they are. Immutable and thread-safe; a word model serves one
 * search at a time.
 */
public final class CaptionDecoder {
  private final Vocabulary vocabulary;
  private final Decoding decoding;

  /**
   * @param vocabulary the words that the model's log-probabilities speak of
   * @param decoding how to search
   */
  public CaptionDecoder(Vocabulary vocabulary, Decoding decoding) {
    this.vocabulary = vocabulary;
    this.decoding = decoding;
  }

  /** How it searches. */
  public Decoding decoding() {
    return decoding;
  }

  /**
   * Searches for a caption.
   *
   * @param model ready to take its first step
   * @param seed which words are drawn; only sampling heeds it
   * @return the best caption that ends, or what there was at the most words if none does
   */
  public Caption decode(WordModel model, long seed) {
    Hypothesis found =
        switch (decoding.method()) {
          case GREEDY -> wordByWord(model, WordChoice.likeliest());
          case BEAM -> new BeamSearch(decoding, model).run();
          case SAMPLE -> wordByWord(model, WordChoice.drawn(decoding, seed));
        };
    return found.caption(vocabulary);
  }

  private Hypothesis wordByWord(WordModel model, WordChoice choice) {
    Hypothesis caption = Hypothesis.EMPTY;
    int[] parent = {0};
    while (caption.length() < decoding.maxWords() && !caption.ended()) {
      NextWord next = model.next(parent, new int[] {caption.word()}).get(0);
      int word = choice.choose(next.logProbs());
      if (word == WordChoice.NONE) {
        return caption;
      }
      caption = caption.then(word, next);
    }
    return caption;
  }
}
