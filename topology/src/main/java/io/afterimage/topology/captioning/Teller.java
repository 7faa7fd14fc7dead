package io.afterimage.topology.captioning;

import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.caption.Caption;
import io.afterimage.inference.live.PackVersion;
import io.afterimage.inference.live.PackVersion.Lease;
import io.afterimage.inference.pack.CaptionSpec;
import io.afterimage.inference.pack.Pack;
import io.afterimage.inference.runtime.Captioner;
import io.afterimage.topology.stage.OpenVersions;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task needs to caption with one version of a pack. Owns a captioner and the lease on the
 * version's graphs; one thread at a time.
 */
final class Teller implements OpenVersions.User {
  private final Lease lease;
  private final Captioner captioner;
  private final RequestGuard guard;
  private final CaptionWriter writer;
  private final @Nullable SimilarityRule similarity;

  /** Takes the lease over and closes it. */
  Teller(Lease lease, Clock clock) {
    this.lease = lease;
    try {
      captioner = lease.graphs().newCaptioner();
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
    CaptionSpec spec = pack().manifest().requireCaption();
    guard = new RequestGuard(pack());
    writer = new CaptionWriter(pack(), clock);
    CaptionSpec.Similarity limits = spec.similarity();
    similarity = limits == null ? null : new SimilarityRule(limits);
  }

  /** Whose words they are. */
  PackVersion version() {
    return lease.version();
  }

  /** The version's pack. */
  Pack pack() {
    return version().pack();
  }

  /** Which requests it can answer. */
  RequestGuard guard() {
    return guard;
  }

  /** Puts its words into events. */
  CaptionWriter writer() {
    return writer;
  }

  /** When it keeps a caption back; null: never. */
  @Nullable SimilarityRule similarity() {
    return similarity;
  }

  /** How it searches. */
  Captioner captioner() {
    return captioner;
  }

  /**
   * Puts a window into words.
   *
   * @throws InferenceException whatever the captioner throws: one window must not stop the others
   */
  Sentence speak(List<Tensor> window, long seed) {
    try {
      long atInit = System.nanoTime();
      captioner.look(window);
      long atWords = System.nanoTime();
      Caption caption = captioner.say(seed);
      return new Sentence(caption, atWords - atInit, System.nanoTime() - atWords);
    } catch (InferenceException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new InferenceException(
          InferenceException.Code.RUN_FAILED, "the captioner failed: " + e, e);
    }
  }

  @Override
  public void close() {
    captioner.close();
    lease.close();
  }
}
