package io.afterimage.topology.captioning;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.caption.CaptionRequest;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.live.PackVersion;
import io.afterimage.inference.live.Versions;
import io.afterimage.topology.stage.OpenVersions;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a caption pack in one task. A request is answered by the version that it names;
 * one that names a version that was rolled back, by the one that speaks. A new version that fails
 * on a window that the one before puts into words is rolled back, as long as it is on probation.
 * One thread at a time.
 */
final class Tellers implements AutoCloseable {
  private final LivePack pack;
  private final OpenVersions<Teller> tellers;

  /**
   * What came of a request.
   *
   * @param teller who answered
   * @param sentence what it said
   */
  record Answer(Teller teller, Sentence sentence) {}

  /** Opens the current version. */
  Tellers(LivePack pack, Clock clock) {
    this.pack = pack;
    tellers = new OpenVersions<>(pack, lease -> new Teller(lease, clock));
    Teller unused = current();
  }

  /** The version that speaks. */
  Teller current() {
    return Objects.requireNonNull(tellers.pick(Versions::current));
  }

  /** Whether a version may go on from what the content of that hash told last. */
  boolean continues(Teller teller, String older) {
    return teller.pack().sha256().equals(older)
        || pack.versions().continues(teller.version(), older);
  }

  /**
   * Answers a request for this pack.
   *
   * @throws ContractException as {@link RequestGuard#check}
   * @throws InferenceException if the captioner cannot take the window
   */
  Answer answer(CameraId camera, CaptionRequest request) {
    String asked = request.pack().sha256();
    Teller teller = Objects.requireNonNull(tellers.pick(versions -> answering(versions, asked)));
    boolean standsIn = pack.versions().rolledBack() && pack.versions().of(asked) != null;
    List<Tensor> window = teller.guard().check(camera, request, standsIn);
    try {
      Sentence sentence = teller.speak(window, CaptionSeed.of(request.id()));
      teller.version().speaking().passed(1);
      return new Answer(teller, sentence);
    } catch (InferenceException e) {
      Teller before = before(teller);
      if (before == null) {
        throw e;
      }
      return goBack(camera, request, teller, before, e);
    }
  }

  private static PackVersion answering(Versions versions, String asked) {
    PackVersion named = versions.rolledBack() ? null : versions.of(asked);
    return named == null ? versions.current() : named;
  }

  private @Nullable Teller before(Teller failed) {
    return failed.version().speaking().lasts()
        ? tellers.pick(
            versions -> versions.current() == failed.version() ? versions.previous() : null)
        : null;
  }

  private Answer goBack(
      CameraId camera,
      CaptionRequest request,
      Teller failed,
      Teller before,
      InferenceException fault) {
    Answer answer;
    try {
      List<Tensor> window = before.guard().check(camera, request, true);
      answer = new Answer(before, before.speak(window, CaptionSeed.of(request.id())));
    } catch (ContractException | InferenceException e) {
      // It cannot take the window either: that is at fault.
      throw fault;
    }
    pack.rollBack(failed.version(), fault);
    return answer;
  }

  @Override
  public void close() {
    tellers.close();
  }
}
