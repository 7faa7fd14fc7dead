package io.afterimage.contract.frame;

import io.afterimage.contract.WireName;

/** How a pixel is stored: unsigned bytes, 0 black to 255 full. */
public enum Pixels implements WireName {
  /** One byte a pixel: luma, full range. */
  GRAY8(1),
  /** Three bytes a pixel, interleaved: red, green, blue. */
  RGB24(3);

  private final int channels;

  Pixels(int channels) {
    this.channels = channels;
  }

  /** Bytes a pixel. */
  public int channels() {
    return channels;
  }
}
