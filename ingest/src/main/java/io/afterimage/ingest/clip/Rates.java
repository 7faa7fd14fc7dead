package io.afterimage.ingest.clip;

import static org.bytedeco.ffmpeg.global.avutil.av_d2q;

import org.bytedeco.ffmpeg.avutil.AVRational;

/** Frame rates as fractions: 29.97 is 30000/1001. */
final class Rates {
  private Rates() {}

  static AVRational of(double frameRate) {
    double ntsc = frameRate * 1001 / 1000;
    if (Math.abs(frameRate - Math.rint(frameRate)) > 1e-6
        && Math.abs(ntsc - Math.rint(ntsc)) < 0.002) {
      return new AVRational().num((int) Math.rint(ntsc) * 1000).den(1001);
    }
    return av_d2q(frameRate, 1_000_000);
  }

  static AVRational inverse(double frameRate) {
    AVRational rate = of(frameRate);
    return new AVRational().num(rate.den()).den(rate.num());
  }
}
