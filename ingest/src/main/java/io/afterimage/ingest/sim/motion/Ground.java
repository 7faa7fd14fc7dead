package io.afterimage.ingest.sim.motion;

/** How high the ground is on which one walks. */
@FunctionalInterface
public interface Ground {
  /** Returns the height in metres at a place. */
  double heightAt(double x, double y);
}
