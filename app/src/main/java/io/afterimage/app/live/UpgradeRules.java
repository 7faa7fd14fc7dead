package io.afterimage.app.live;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.pack.PackChoice;
import io.afterimage.inference.pack.Manifest;
import io.afterimage.inference.pack.Pack;
import io.afterimage.topology.window.CaptionRules;
import java.util.HashSet;

/** Which packs may take the place of running ones without a restart. Stateless. */
final class UpgradeRules {
  private UpgradeRules() {}

  /**
   * Checks the packs that there would be.
   *
   * @param running those that there are
   * @param next the same packs in the same order, some of them new versions
   * @return those that there would be, the first one's encoder giving what the others read
   * @throws AppException {@link Code#PACK} with one sentence about the first that may not
   * @throws io.afterimage.inference.InferenceException if tensors of two packs have one name
   * @throws io.afterimage.topology.TopologyException if a caption pack does not fit the first pack
   */
  static PackChoice check(PackChoice running, PackChoice next) {
    for (int i = 0; i < next.packs().size(); i++) {
      checkForm(running.packs().get(i), next.packs().get(i));
    }
    for (int i = 0; i < next.captions().size(); i++) {
      checkForm(running.captions().get(i), next.captions().get(i));
    }
    PackChoice served = next.serving();
    checkEncoder(running.pack(), served.pack());
    for (Pack captions : served.captions()) {
      CaptionRules.of(captions).check(served.pack().manifest());
    }
    return served;
  }

  /** What ingest, runs and readers rely on must stay. */
  private static void checkForm(Pack old, Pack now) {
    Manifest was = old.manifest();
    Manifest is = now.manifest();
    if (!is.id().equals(was.id()) || (is.caption() == null) != (was.caption() == null)) {
      throw refused("it is another kind of pack than '%s'".formatted(was.id()));
    }
    if (!is.input().equals(was.input()) || is.rateFps() != was.rateFps()) {
      throw refused(
          "it reads other frames, or another rate, than %s: restart all roles for it"
              .formatted(was.version()));
    }
    if (attends(is) != attends(was)) {
      throw refused(
          attends(is)
              ? "it tells what it looks at, and %s does not: restart all roles for it"
                  .formatted(was.version())
              : "it does not tell what it looks at, and %s does: restart all roles for it"
                  .formatted(was.version()));
    }
  }

  private static boolean attends(Manifest manifest) {
    return manifest.caption() == null ? manifest.attention() != null : manifest.caption().attends();
  }

  /** Features of one encoder's hash must be the same, whichever version's manifest made them. */
  private static void checkEncoder(Pack old, Pack now) {
    if (!PackChoice.share(old, now)) {
      return;
    }
    Manifest was = old.manifest();
    Manifest is = now.manifest();
    boolean same =
        is.mean().equals(was.mean())
            && is.std().equals(was.std())
            && new HashSet<>(is.encoder().outputs()).equals(new HashSet<>(was.encoder().outputs()));
    if (!same) {
      throw refused(
          "its encoder is that of %s, but is given other pixels or gives other tensors: restart all roles for it"
              .formatted(was.version()));
    }
  }

  private static AppException refused(String sentence) {
    return new AppException(Code.PACK, sentence);
  }
}
