package io.afterimage.ingest.picture;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.javacpp.IntPointer;

/**
 * How a decoded picture must be turned to be seen upright, from the display matrix of its container
 * or codec. Matrices that are no quarter turn are taken as the nearest one.
 */
enum Orientation {
  UPRIGHT("", false),
  FLIPPED_LEFT_RIGHT("hflip,", false),
  FLIPPED_UPSIDE_DOWN("vflip,", false),
  HALF_TURN("hflip,vflip,", false),
  CLOCKWISE("transpose=dir=clock,", true),
  COUNTERCLOCKWISE("transpose=dir=cclock,", true),
  MIRRORED("transpose=dir=cclock_flip,", true),
  MIRRORED_HALF_TURN("transpose=dir=clock_flip,", true);

  private final String filters;
  private final boolean swapsSides;

  Orientation(String filters, boolean swapsSides) {
    this.filters = filters;
    this.swapsSides = swapsSides;
  }

  /** What turns the picture, as the start of a filter chain. */
  String filters() {
    return filters;
  }

  /** Whether width becomes height. */
  boolean swapsSides() {
    return swapsSides;
  }

  static Orientation of(AVFrame frame) {
    AVFrameSideData data = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
    if (data == null || data.isNull() || data.size() < 9 * Integer.BYTES) {
      return UPRIGHT;
    }
    IntPointer matrix = new IntPointer(data.data());
    return of(matrix.get(0), matrix.get(1), matrix.get(3), matrix.get(4));
  }

  /**
   * A point (x, y) is shown at (a·x + c·y, b·x + d·y), y pointing down.
   *
   * @param a first row's first number of the display matrix
   * @param b first row's second
   * @param c second row's first
   * @param d second row's second
   */
  static Orientation of(int a, int b, int c, int d) {
    if (Math.abs((long) a) + Math.abs((long) d) >= Math.abs((long) b) + Math.abs((long) c)) {
      if (a < 0) {
        return d < 0 ? HALF_TURN : FLIPPED_LEFT_RIGHT;
      }
      return d < 0 ? FLIPPED_UPSIDE_DOWN : UPRIGHT;
    }
    if (b > 0) {
      return c < 0 ? CLOCKWISE : MIRRORED;
    }
    return c > 0 ? COUNTERCLOCKWISE : MIRRORED_HALF_TURN;
  }
}
