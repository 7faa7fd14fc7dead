package io.afterimage.contract.feature;

import io.afterimage.contract.WireName;

/** The element type of a tensor. */
public enum DType implements WireName {
  /** IEEE 754 single precision. */
  FLOAT32((byte) 1, 4),
  /** Signed, 64 bits. */
  INT64((byte) 2, 8),
  /** Unsigned bytes. */
  UINT8((byte) 3, 1);

  private final byte code;
  private final int bytes;

  DType(byte code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** The number that stands for it in binary records. */
  public byte code() {
    return code;
  }

  /** Bytes an element. */
  public int bytes() {
    return bytes;
  }
}
