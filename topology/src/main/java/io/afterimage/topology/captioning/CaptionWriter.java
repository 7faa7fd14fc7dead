package io.afterimage.topology.captioning;

import io.afterimage.contract.caption.AttentionEvent;
import io.afterimage.contract.caption.CaptionEvent;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.event.PackRef;
import io.afterimage.inference.caption.Caption;
import io.afterimage.inference.caption.Decoding;
import io.afterimage.inference.pack.CaptionSpec;
import io.afterimage.inference.pack.Pack;
import io.afterimage.topology.stage.Latency;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts what was said into events. Everything but the latency comes from the request and the words
 * alone. Immutable and thread-safe.
 */
final class CaptionWriter {
  private final PackRef pack;
  private final CaptionSpec spec;
  private final Clock clock;

  CaptionWriter(Pack pack, Clock clock) {
    this.pack = pack.ref();
    this.spec = pack.manifest().requireCaption();
    this.clock = clock;
  }

  /**
   * The caption that answers a request.
   *
   * @param asked when it was asked for
   * @param begun when its answer was begun
   */
  CaptionEvent caption(
      CaptionRequest request, Sentence sentence, Decoding decoding, Instant asked, Instant begun) {
    Instant captured = request.last().time();
    return new CaptionEvent(
        request.id(),
        request.camera().value(),
        request.epoch(),
        request.reason(),
        sentence.caption().text(),
        sentence.words(),
        // Rounding may take a certain word's logarithm above 0.
        Math.min(0, Math.rint(sentence.caption().meanLogProb() * 1e6) / 1e6),
        request.first(),
        request.last(),
        pack,
        new CaptionEvent.Decoding(
            CaptionEvent.Method.valueOf(decoding.method().name()), decoding.width()),
        new CaptionEvent.LatencyMs(
            Latency.millis(captured, asked),
            Latency.millis(asked, begun),
            Latency.millis(sentence.initNanos() / 1000),
            Latency.millis(sentence.wordsNanos() / 1000),
            Latency.millis(captured, clock.instant())));
  }

  /**
   * What was looked at for each word; null if the pack attends to nothing.
   *
   * @throws io.afterimage.contract.ContractException if the weights are none
   */
  @Nullable AttentionEvent attention(CaptionRequest request, Caption caption) {
    if (!spec.attends()) {
      return null;
    }
    List<AttentionEvent.Word> words =
        caption.words().stream()
            .map(word -> AttentionEvent.Word.of(word.text(), word.attention()))
            .toList();
    CaptionSpec.Grid grid = spec.grid();
    List<AttentionEvent.Frame> frames =
        request.frames().stream().map(AttentionEvent.Frame::of).toList();
    return new AttentionEvent(
        request.id(),
        request.camera().value(),
        request.epoch(),
        AttentionEvent.Explains.CAPTION,
        grid == null ? AttentionEvent.Kind.TEMPORAL : AttentionEvent.Kind.SPATIAL,
        words,
        grid == null ? frames : null,
        grid == null ? null : new AttentionEvent.Grid(grid.rows(), grid.columns()),
        grid == null ? null : frames.get(0));
  }
}
