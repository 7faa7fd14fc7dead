package io.afterimage.ingest.sim.render;

import io.afterimage.ingest.sim.figure.Capsule;
import io.afterimage.ingest.sim.geometry.Lens;
import java.util.List;

/** Tells whether a camera sees anything of a body. */
public final class Sight {
  /** How far a body must reach into the picture to count as seen, as a share of its width. */
  private static final double MARGIN = 0.022;

  private Sight() {}

  /** Returns whether any of these pieces reaches into the picture far enough to be noticed. */
  public static boolean sees(Lens lens, List<Capsule> pieces) {
    double margin = MARGIN * lens.width();
    for (Capsule piece : pieces) {
      if (Math.max(lens.depth(piece.from()), lens.depth(piece.to())) > Lens.NEAREST
          && Stroke.of(piece, lens).inside(lens.width(), lens.height(), margin)) {
        return true;
      }
    }
    return false;
  }
}
