package io.afterimage.peers.flink;

/** A record of the features topic as it came, so that only the task that uses it parses it. */
public final class FeatureRow {
  /** The record's key. */
  public String camera = "";

  /** The record's value, as {@code FeatureCodec} reads it. */
  public byte[] value = new byte[0];

  /** For Flink. */
  public FeatureRow() {}

  FeatureRow(String camera, byte[] value) {
    this.camera = camera;
    this.value = value;
  }
}
