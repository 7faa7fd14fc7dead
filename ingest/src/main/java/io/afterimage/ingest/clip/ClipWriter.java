package io.afterimage.ingest.clip;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;

import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.picture.AvError;
import io.afterimage.ingest.picture.Dictionary;
import io.afterimage.ingest.picture.Picture;
import io.afterimage.ingest.picture.PictureFilter;
import io.afterimage.ingest.picture.PixelFormat;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Writes pictures with their own times to a video file, whose container its name's ending tells:
 * mp4, mkv, ts, avi and what else FFmpeg knows. Owns all that it opens. For one thread.
 */
public final class ClipWriter implements AutoCloseable {
  private final ClipSettings settings;
  private final Picture input;
  private final PictureFilter filter;
  private final AVPacket packet = av_packet_alloc();
  private final AVCodecContext encoder;
  private final ClipFile file;
  private boolean finished;

  /**
   * Opens a file, which is replaced if it is there.
   *
   * @throws IngestException {@link Code#UNWRITABLE} if the file cannot be written, {@link
   *     Code#UNDECODABLE} if the codec has no encoder in this build
   */
  public ClipWriter(Path path, ClipSettings settings) {
    AVCodec codec = avcodec_find_encoder_by_name(settings.codec().encoder());
    if (codec == null) {
      throw new IngestException(
          Code.UNDECODABLE, "this FFmpeg has no encoder for %s".formatted(settings.codec()));
    }
    this.settings = settings;
    this.file = new ClipFile(path);
    this.encoder = avcodec_alloc_context3(codec);
    this.input = Picture.allocate(PixelFormat.BGR, settings.size());
    this.filter = new PictureFilter(settings.codec().pixels(), size -> settings.size());
    try {
      openEncoder(codec);
      file.begin(encoder);
    } catch (RuntimeException e) {
      finished = true;
      close();
      throw e;
    }
  }

  /**
   * Adds a picture.
   *
   * @param bgr blue, green and red of each pixel, row by row from the top
   * @param ptsUs its time in microseconds, above that of the picture before; in avi files it is
   *     rounded to whole periods of the frame rate
   */
  public void write(byte[] bgr, long ptsUs) {
    input.makeWritable();
    input.writeRows(0, bgr, settings.size().width() * 3);
    AVFrame frame = filter.apply(input).frame();
    frame.pts(Math.round(ptsUs / 1e6 * encoder.time_base().den() / encoder.time_base().num()));
    frame.pict_type(AV_PICTURE_TYPE_NONE);
    AvError.check(avcodec_send_frame(encoder, frame), "encoding a picture");
    writePackets();
  }

  /** Writes what is left and closes the file. */
  @Override
  public void close() {
    try {
      if (!finished) {
        finished = true;
        avcodec_send_frame(encoder, null);
        writePackets();
        file.end();
      }
    } finally {
      file.close();
      av_packet_free(packet);
      avcodec_free_context(encoder);
      filter.close();
      input.close();
    }
  }

  private void openEncoder(AVCodec codec) {
    encoder.width(settings.size().width());
    encoder.height(settings.size().height());
    encoder.pix_fmt(settings.codec().pixels().id());
    encoder.color_range(
        settings.codec().pixels().isFullRange() ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG);
    encoder.thread_count(1);
    encoder.bit_rate(settings.bitRate());
    encoder.framerate(Rates.of(settings.frameRate()));
    if (file.hasConstantRate()) {
      encoder.time_base(Rates.inverse(settings.frameRate()));
    } else {
      encoder.time_base().num(1).den(1_000_000);
    }
    if (file.wantsGlobalHeader()) {
      encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    try (Dictionary options = settings.codec().options()) {
      AvError.check(
          avcodec_open2(encoder, codec, options.entries()),
          "opening the encoder " + settings.codec().encoder());
    }
  }

  private void writePackets() {
    while (avcodec_receive_packet(encoder, packet) >= 0) {
      packet.duration(
          Math.round(
              1.0 / settings.frameRate() * encoder.time_base().den() / encoder.time_base().num()));
      av_packet_rescale_ts(packet, encoder.time_base(), file.timeBase());
      file.write(packet);
    }
  }
}
