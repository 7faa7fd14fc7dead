package io.afterimage.contract.frame;

import io.afterimage.contract.WireName;

/** Which picture of the stream a plane of a frame record shows. */
public enum Plane implements WireName {
  /** The sampled picture itself. */
  CURRENT,
  /** The picture sampled before it in the same epoch; an epoch's first picture is its own. */
  PREVIOUS
}
