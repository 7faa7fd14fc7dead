package io.afterimage.ingest.stream;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.picture.AvError;
import io.afterimage.ingest.picture.Dictionary;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * A source's container: opens it and hands out the packets of its video stream, each call within
 * its deadline. Owns the format context. For one thread.
 */
public final class Demuxer implements AutoCloseable {
  /** What {@link #read} came to. */
  public enum Read {
    /** A whole packet. */
    PACKET,
    /** A packet of which the container says that bytes are missing. */
    DAMAGED,
    /** Nothing this time, more may come. */
    NOTHING,
    /** The end, before the file's own: the rest cannot be read. */
    BROKEN,
    /** The end. */
    END
  }

  /** A live picture is old by the time that finding out about its stream takes. */
  private static final long LONGEST_ANALYSIS_US = 1_000_000;

  private final SourceAddress address;
  private final Deadlines deadlines;
  private final CallDeadline deadline;
  private final AVFormatContext context;
  private AVStream stream = new AVStream(null);
  private int index = -1;

  static {
    AvError.silenceLog();
  }

  private Demuxer(SourceAddress address, Deadlines deadlines, CallDeadline deadline) {
    this.address = address;
    this.deadlines = deadlines;
    this.deadline = deadline;
    this.context = avformat_alloc_context();
  }

  /**
   * Opens a source and finds its video stream.
   *
   * @param deadline stays the caller's, who closes it after this
   * @throws IngestException if it cannot be opened in time, or has no video
   */
  public static Demuxer open(SourceAddress address, Deadlines deadlines, CallDeadline deadline) {
    Demuxer demuxer = new Demuxer(address, deadlines, deadline);
    try {
      demuxer.openInput();
      demuxer.findVideo();
      return demuxer;
    } catch (RuntimeException e) {
      demuxer.close();
      throw e;
    }
  }

  /** What the container says of its video. */
  public StreamInfo info() {
    return StreamInfo.of(context, stream);
  }

  /**
   * Uses the time of arrival where a demuxer makes its own time up: motion JPEG over HTTP carries
   * none.
   */
  public void trustArrivalWhereTimeIsMadeUp() {
    String format = context.iformat().name().getString().toLowerCase(Locale.ROOT);
    if (format.contains("mpjpeg") || format.equals("mjpeg")) {
      context.use_wallclock_as_timestamps(1);
    }
  }

  /**
   * Waits for the next packet of the video.
   *
   * @throws IngestException {@link Code#TIMED_OUT} or {@link Code#LOST} if none can come any more
   */
  public Read read(Packet packet) {
    deadline.start(deadlines.read());
    int result = av_read_frame(context, packet.packet());
    if (result == AVERROR_EAGAIN()) {
      LockSupport.parkNanos(1_000_000);
      return Read.NOTHING;
    }
    if (deadline.isCancelled()) {
      throw failure(result, deadlines.read(), "being read");
    }
    if (result == AVERROR_EOF) {
      return Read.END;
    }
    if (result < 0 && !address.isFinite()) {
      throw failure(result, deadlines.read(), "sending video");
    }
    if (result < 0) {
      return Read.BROKEN;
    }
    if (packet.packet().stream_index() != index) {
      av_packet_unref(packet.packet());
      return Read.NOTHING;
    }
    return (packet.packet().flags() & AV_PKT_FLAG_CORRUPT) != 0 ? Read.DAMAGED : Read.PACKET;
  }

  AVCodecParameters codec() {
    return stream.codecpar();
  }

  AVRational timeBase() {
    return stream.time_base();
  }

  @Override
  public void close() {
    avformat_close_input(context);
    stream.close();
  }

  private void openInput() {
    deadline.attach(context);
    deadline.start(deadlines.open());
    try (Dictionary options = DemuxerOptions.of(address)) {
      if (address.isNetwork()) {
        context.max_analyze_duration(LONGEST_ANALYSIS_US);
      }
      int result =
          avformat_open_input(
              context,
              DemuxerOptions.url(address),
              DemuxerOptions.format(address),
              options.entries());
      if (result < 0) {
        throw failure(result, deadlines.open(), "opening");
      }
    }
  }

  private void findVideo() {
    deadline.start(deadlines.probe());
    int result = avformat_find_stream_info(context, (AVDictionary) null);
    if (result < 0) {
      throw failure(result, deadlines.probe(), "finding its streams");
    }
    index = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
    if (index >= 0) {
      stream = stream(index);
    }
    if (index < 0 || (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0) {
      if (deadline.isOver()) {
        throw failure(result, deadlines.probe(), "finding its streams");
      }
      throw SourceFailure.of(
          context.nb_streams() > 0 ? Code.NO_VIDEO : Code.UNREADABLE,
          address,
          context.nb_streams() > 0
              ? "has sound or data, but no video: give a source with a picture"
              : "holds no stream: it is damaged or cut off at its start");
    }
    for (int i = 0; i < context.nb_streams(); i++) {
      if (i != index) {
        stream(i).discard(AVDISCARD_ALL);
      }
    }
  }

  private AVStream stream(int number) {
    return new AVStream(context.streams().get((long) number));
  }

  private IngestException failure(int error, Duration most, String doing) {
    if (deadline.isCancelled()) {
      return SourceFailure.of(Code.CLOSED, address, "was closed while " + doing);
    }
    if (deadline.isOver() || error == AVERROR_EXIT) {
      return SourceFailure.late(address, most, doing);
    }
    if (doing.equals("sending video")) {
      return SourceFailure.of(Code.LOST, address, "broke off (%s)".formatted(AvError.text(error)));
    }
    return SourceFailure.opening(address, error);
  }
}
