package io.afterimage.ingest.clip;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;

import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.picture.AvError;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** A video file that is being written. Owns the muxer and the open file. */
final class ClipFile implements AutoCloseable {
  private final Path path;
  private final AVFormatContext context = new AVFormatContext(null);
  private final AVIOContext io = new AVIOContext(null);
  private AVStream stream = new AVStream(null);

  ClipFile(Path path) {
    this.path = path;
    int result = avformat_alloc_output_context2(context, null, null, "file:" + path);
    if (result < 0) {
      throw new IngestException(
          Code.UNWRITABLE,
          "%s has an ending that tells no video format: use .mp4, .mkv, .ts or .avi"
              .formatted(path));
    }
  }

  /** Whether pictures lie on a grid of the frame rate. */
  boolean hasConstantRate() {
    return context.oformat().name().getString().equals("avi");
  }

  boolean wantsGlobalHeader() {
    return (context.oformat().flags() & AVFMT_GLOBALHEADER) != 0;
  }

  /** Writes the header. */
  void begin(AVCodecContext encoder) {
    int result = avio_open(io, "file:" + path.toAbsolutePath(), AVIO_FLAG_WRITE);
    if (result < 0) {
      throw new IngestException(
          Code.UNWRITABLE,
          "%s cannot be written (%s): check the folder and its permissions"
              .formatted(path, AvError.text(result)));
    }
    context.pb(io);
    stream = avformat_new_stream(context, null);
    stream.time_base(encoder.time_base());
    stream.avg_frame_rate(encoder.framerate());
    AvError.check(
        avcodec_parameters_from_context(stream.codecpar(), encoder), "describing the video");
    AvError.check(avformat_write_header(context, (AVDictionary) null), "writing " + path);
  }

  /** The time base that the container chose. */
  AVRational timeBase() {
    return stream.time_base();
  }

  void write(AVPacket packet) {
    packet.stream_index(stream.index());
    AvError.check(av_interleaved_write_frame(context, packet), "writing " + path);
  }

  /** Writes what comes last. */
  void end() {
    AvError.check(av_write_trailer(context), "writing " + path);
  }

  @Override
  public void close() {
    avio_closep(io);
    avformat_free_context(context);
  }
}
