package io.afterimage.contract.frame;

import io.afterimage.contract.WireName;

/** How the pixels of a frame record are written. */
public enum Encoding implements WireName {
  /** The bytes of the planes as they are. */
  RAW("application/octet-stream"),
  /** One JPEG of the stacked planes. */
  JPEG("image/jpeg");

  private final String contentType;

  Encoding(String contentType) {
    this.contentType = contentType;
  }

  /** The media type of the record's value. */
  public String contentType() {
    return contentType;
  }
}
