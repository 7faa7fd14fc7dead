package io.afterimage.peers.flink;

/** A record that is to be written. */
public final class ToldRow {
  /** The topic's name. */
  public String topic = "";

  /** The record's key. */
  public String camera = "";

  /** The record's value. */
  public byte[] value = new byte[0];

  /** For Flink. */
  public ToldRow() {}

  ToldRow(String topic, String camera, byte[] value) {
    this.topic = topic;
    this.camera = camera;
    this.value = value;
  }
}
