package io.afterimage.ingest.sim.scene;

import io.afterimage.ingest.sim.geometry.Rgb;

/** The colour of a surface before lighting. */
@FunctionalInterface
public interface Texture {
  /** Returns the colour at a place of the surface, in metres. */
  Rgb at(double u, double v);
}
