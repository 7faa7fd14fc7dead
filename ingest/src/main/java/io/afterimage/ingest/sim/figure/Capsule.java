package io.afterimage.ingest.sim.figure;

import io.afterimage.ingest.sim.geometry.Rgb;
import io.afterimage.ingest.sim.geometry.Vec3;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a body: two balls and what lies between them.
 *
 * @param from the first ball's centre
 * @param fromRadius its radius in metres
 * @param to the second ball's centre
 * @param toRadius its radius in metres
 * @param colour the surface
 * @param folds how strongly the surface is creased, from 0 to 1
 * @param head whose face and hair the surface shows; null for any other piece
 */
public record Capsule(
    Vec3 from,
    double fromRadius,
    Vec3 to,
    double toRadius,
    Rgb colour,
    double folds,
    @Nullable Head head) {

  /**
   * The look of a head.
   *
   * @param face where the face looks
   * @param crown where the top of the head points
   * @param skin the face's colour
   */
  public record Head(Vec3 face, Vec3 crown, Rgb skin) {}
}
