package io.afterimage.ingest.testing;

/**
 * Pictures that carry a number, as black and white blocks that survive compression and scaling: two
 * rows of eight bits.
 */
public final class Barcode {
  private static final int COLUMNS = 8;
  private static final int ROWS = 2;

  private Barcode() {}

  /** A picture of that number, 0 to 65535, as BGR. */
  public static byte[] draw(int number, int width, int height) {
    byte[] bgr = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int bit = y * ROWS / height * COLUMNS + x * COLUMNS / width;
        byte value = (byte) ((number >> bit & 1) == 1 ? 235 : 20);
        int at = (y * width + x) * 3;
        bgr[at] = value;
        bgr[at + 1] = value;
        bgr[at + 2] = value;
      }
    }
    return bgr;
  }

  /** The number in grey pixels. */
  public static int read(byte[] gray, int offset, int width, int height) {
    int number = 0;
    for (int bit = 0; bit < COLUMNS * ROWS; bit++) {
      int x = (2 * (bit % COLUMNS) + 1) * width / (2 * COLUMNS);
      int y = (2 * (bit / COLUMNS) + 1) * height / (2 * ROWS);
      if ((gray[offset + y * width + x] & 0xff) > 127) {
        number |= 1 << bit;
      }
    }
    return number;
  }
}
