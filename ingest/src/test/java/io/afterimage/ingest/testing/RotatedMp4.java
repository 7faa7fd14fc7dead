package io.afterimage.ingest.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes a turn into an mp4's track header, as telephones do. */
public final class RotatedMp4 {
  private static final int MATRIX_AFTER_TAG = 44;
  private static final int ONE = 1 << 16;

  private RotatedMp4() {}

  /** Has the pictures shown turned clockwise by 0, 90, 180 or 270 degrees. */
  public static void rotate(Path mp4, int clockwise) throws IOException {
    byte[] bytes = Files.readAllBytes(mp4);
    byte[] tag = "tkhd".getBytes(US_ASCII);
    int at = 0;
    while (!Arrays.equals(bytes, at, at + 4, tag, 0, 4)) {
      at++;
    }
    int cos = ONE * (clockwise == 0 ? 1 : clockwise == 180 ? -1 : 0);
    int sin = ONE * (clockwise == 90 ? 1 : clockwise == 270 ? -1 : 0);
    ByteBuffer matrix = ByteBuffer.wrap(bytes, at + MATRIX_AFTER_TAG, 36);
    for (int value : new int[] {cos, sin, 0, -sin, cos, 0, 0, 0, 1 << 30}) {
      matrix.putInt(value);
    }
    Files.write(mp4, bytes);
  }
}
