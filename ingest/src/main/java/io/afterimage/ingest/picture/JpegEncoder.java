package io.afterimage.ingest.picture;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Pictures of one size as JPEGs. Owns an encoder. For one thread. */
public final class JpegEncoder implements AutoCloseable {
  /** FFmpeg's scale of quantisers, 1 best to 31; this one is what others call quality 90. */
  private static final int QUANTISER = 3;

  private final AVCodecContext context;
  private final AVPacket packet = av_packet_alloc();
  private long count;

  /**
   * @param format {@link PixelFormat#JPEG_QUARTER} or {@link PixelFormat#JPEG_FULL}
   * @param size of every picture
   */
  public JpegEncoder(PixelFormat format, Size size) {
    context = avcodec_alloc_context3(avcodec_find_encoder(AV_CODEC_ID_MJPEG));
    context.width(size.width());
    context.height(size.height());
    context.pix_fmt(format.id());
    context.color_range(AVCOL_RANGE_JPEG);
    context.time_base().num(1).den(25);
    context.thread_count(1);
    context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
    context.global_quality(FF_QP2LAMBDA * QUANTISER);
    try (Dictionary options = new Dictionary().set("huffman", "default")) {
      AvError.check(avcodec_open2(context, null, options.entries()), "opening the JPEG encoder");
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The picture's JPEG. */
  public byte[] encode(Picture picture) {
    picture.frame().pts(count++).quality(FF_QP2LAMBDA * QUANTISER);
    AvError.check(avcodec_send_frame(context, picture.frame()), "encoding a JPEG");
    AvError.check(avcodec_receive_packet(context, packet), "encoding a JPEG");
    byte[] jpeg = new byte[packet.size()];
    packet.data().get(jpeg);
    av_packet_unref(packet);
    return jpeg;
  }

  @Override
  public void close() {
    av_packet_free(packet);
    avcodec_free_context(context);
  }
}
