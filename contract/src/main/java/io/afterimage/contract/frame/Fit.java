package io.afterimage.contract.frame;

import io.afterimage.contract.WireName;

/** How a picture of another aspect ratio is brought to the input's size. */
public enum Fit implements WireName {
  /** Scaled to width and height separately. */
  STRETCH,
  /** Scaled to fit inside, centred on black. */
  LETTERBOX,
  /** Scaled to cover, its middle kept. */
  CROP
}
