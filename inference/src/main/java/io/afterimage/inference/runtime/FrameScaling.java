package io.afterimage.inference.runtime;

import io.afterimage.contract.frame.FrameInput;
import io.afterimage.inference.pack.Manifest;
import java.nio.FloatBuffer;

/**
 * Turns a raw frame record, {@code uint8[planes, height, width, channels]}, into the encoder's
 * {@code float32[planes × channels, height, width]} as the manifest says: {@code (v/255 - mean) /
 * std}, one table of 256 numbers a channel. Immutable and thread-safe.
 */
final class FrameScaling {
  private static final int LEVELS = 256;

  private final FrameInput input;
  private final float[][] tables;

  FrameScaling(Manifest manifest) {
    this.input = manifest.input();
    this.tables = new float[input.channels()][LEVELS];
    for (int channel = 0; channel < tables.length; channel++) {
      float mean = manifest.mean().get(channel);
      float std = manifest.std().get(channel);
      for (int level = 0; level < LEVELS; level++) {
        tables[channel][level] = (level / 255f - mean) / std;
      }
    }
  }

  /** Numbers of one frame. */
  int size() {
    return input.byteSize();
  }

  /**
   * Scales a frame.
   *
   * @param pixels the raw record
   * @param row scratch for one channel, {@code width × height} numbers
   * @param out takes {@link #size} numbers
   * @param at where in {@code out} they begin
   */
  void scale(byte[] pixels, float[] row, FloatBuffer out, int at) {
    int stride = input.pixels().channels();
    int plane = input.width() * input.height();
    for (int channel = 0; channel < tables.length; channel++) {
      int from = channel / stride * input.pictureBytes() + channel % stride;
      if (stride == 1) {
        scale(pixels, from, tables[channel], row, plane);
      } else {
        scale(pixels, from, stride, tables[channel], row, plane);
      }
      out.put(at + channel * plane, row, 0, plane);
    }
  }

  /** The compiler drops the checks of bounds only where it knows the stride. */
  private static void scale(byte[] pixels, int from, float[] table, float[] row, int plane) {
    for (int i = 0; i < plane; i++) {
      row[i] = table[pixels[from + i] & 0xff];
    }
  }

  private static void scale(
      byte[] pixels, int from, int stride, float[] table, float[] row, int plane) {
    for (int i = 0; i < plane; i++) {
      row[i] = table[pixels[from + i * stride] & 0xff];
    }
  }
}
