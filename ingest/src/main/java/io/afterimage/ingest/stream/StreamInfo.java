package io.afterimage.ingest.stream;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;

import io.afterimage.ingest.picture.Picture;
import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * What a container says of its video stream. Immutable.
 *
 * @param codec the codec's name
 * @param width pixels, before rotation
 * @param height pixels, before rotation
 * @param frameRate pictures a second as announced, 0 if unknown
 * @param timeBaseNum numerator of the seconds in a tick of the stream's timestamps
 * @param timeBaseDen denominator of the same
 * @param durationUs length in microseconds as announced; empty if it has none
 * @param trackUs length of the video alone, where that is announced
 */
public record StreamInfo(
    String codec,
    int width,
    int height,
    double frameRate,
    int timeBaseNum,
    int timeBaseDen,
    OptionalLong durationUs,
    OptionalLong trackUs) {

  static StreamInfo of(AVFormatContext context, AVStream stream) {
    AVCodecParameters codec = stream.codecpar();
    AVRational rate = av_guess_frame_rate(context, stream, null);
    AVRational base = stream.time_base();
    OptionalLong duration =
        context.duration() > 0 ? OptionalLong.of(context.duration()) : OptionalLong.empty();
    return new StreamInfo(
        avcodec_get_name(codec.codec_id()).getString(),
        codec.width(),
        codec.height(),
        rate.num() > 0 && rate.den() > 0 ? (double) rate.num() / rate.den() : 0,
        base.num(),
        base.den(),
        duration,
        stream.duration() > 0
            ? OptionalLong.of(
                Math.round((double) stream.duration() * base.num() / base.den() * 1e6))
            : context.nb_streams() == 1 ? duration : OptionalLong.empty());
  }

  /** A timestamp in microseconds; {@link Long#MIN_VALUE} of {@link Picture#NO_TIMESTAMP}. */
  public long micros(long timestamp) {
    if (timestamp == Picture.NO_TIMESTAMP) {
      return Long.MIN_VALUE;
    }
    long seconds = Math.floorDiv(timestamp, timeBaseDen);
    long rest = Math.floorMod(timestamp, (long) timeBaseDen);
    return seconds * timeBaseNum * 1_000_000
        + (rest * timeBaseNum * 1_000_000 + timeBaseDen / 2) / timeBaseDen;
  }
}
