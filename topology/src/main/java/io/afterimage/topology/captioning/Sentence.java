package io.afterimage.topology.captioning;

import io.afterimage.inference.caption.Caption;
import java.util.List;

/**
 * What a captioner said, and how long it took.
 *
 * @param caption what it said
 * @param initNanos reading the window, nanoseconds
 * @param wordsNanos choosing the words, nanoseconds
 */
record Sentence(Caption caption, long initNanos, long wordsNanos) {
  /** The words. */
  List<String> words() {
    return caption.words().stream().map(Caption.Word::text).toList();
  }
}
