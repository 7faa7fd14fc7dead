package io.afterimage.ingest.sim.scene;

import io.afterimage.ingest.sim.geometry.Rgb;
import io.afterimage.ingest.sim.geometry.Vec3;

/**
 * The light of a room.
 *
 * @param lamp where the lamp hangs
 * @param lampRadius the lamp's size, which softens shadows
 * @param ambient the light that comes from everywhere
 * @param key the lamp's light
 * @param tint the light's colour
 * @param vignette how much darker the picture's corners are, from 0 to 1
 * @param glare where the floor mirrors the lamp
 * @param glareStrength how bright the mirrored lamp is
 * @param black how many grey levels the camera shows as black
 */
public record Light(
    Vec3 lamp,
    double lampRadius,
    double ambient,
    double key,
    Rgb tint,
    double vignette,
    Vec3 glare,
    double glareStrength,
    double black) {

  /** Returns how bright a surface of this direction is at a place that the lamp reaches. */
  public double onto(Vec3 place, Vec3 normal, double reach) {
    Vec3 way = lamp.minus(place);
    double distance = way.length();
    double falloff = lamp.z() * lamp.z() / (distance * distance);
    double facing = Math.max(0, normal.dot(way) / distance);
    return ambient * (0.75 + 0.25 * normal.z()) + key * reach * facing * falloff;
  }
}
