package io.afterimage.ingest.stream;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONKEY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.LoopFilter;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.picture.AvError;
import io.afterimage.ingest.picture.Picture;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/**
 * Turns a source's packets into pictures on the calling thread: with a hundred cameras in a process
 * the cores are busy without threads of its own. Owns the codec context. For one thread.
 */
public final class Decoder implements AutoCloseable {
  private static final int MOST_ERRORS_IN_A_ROW = 64;

  private final AVCodecContext context;
  private long errors;

  private Decoder(AVCodecContext context) {
    this.context = context;
  }

  /**
   * A decoder for the demuxer's video.
   *
   * @param filtered which pictures get the loop filter, if the codec has one
   * @throws io.afterimage.ingest.IngestException {@link Code#UNDECODABLE} if there is none for its
   *     codec
   */
  public static Decoder open(SourceAddress address, Demuxer demuxer, LoopFilter filtered) {
    AVCodecParameters parameters = demuxer.codec();
    AVCodec codec = find(parameters.codec_id());
    if (codec == null) {
      throw SourceFailure.of(
          Code.UNDECODABLE,
          address,
          "has the codec %s, for which no decoder is built in".formatted(demuxer.info().codec()));
    }
    AVCodecContext context = avcodec_alloc_context3(codec);
    try {
      AvError.check(avcodec_parameters_to_context(context, parameters), "preparing the decoder");
      context.pkt_timebase(demuxer.timeBase());
      context.thread_count(1);
      if (filtered == LoopFilter.KEY) {
        context.skip_loop_filter(AVDISCARD_NONKEY);
      }
      int result = avcodec_open2(context, codec, (AVDictionary) null);
      if (result < 0) {
        throw SourceFailure.of(
            Code.UNDECODABLE,
            address,
            "cannot be decoded: its %s stream is damaged or of an unknown kind (%s)"
                .formatted(demuxer.info().codec(), AvError.text(result)));
      }
      return new Decoder(context);
    } catch (RuntimeException e) {
      avcodec_free_context(context);
      throw e;
    }
  }

  /** Hands a packet over; one that is damaged is counted and skipped. */
  public void send(Packet packet) {
    if (avcodec_send_packet(context, packet.packet()) < 0) {
      errors++;
    }
    packet.clear();
  }

  /** No more packets: the pictures still inside come out. */
  public void drain() {
    avcodec_send_packet(context, null);
  }

  /**
   * The next picture, if there is one. Errors are counted; what does not decode is skipped, what
   * does in part is given as the codec mended it.
   */
  public boolean receive(Picture picture) {
    for (int tries = 0; tries < MOST_ERRORS_IN_A_ROW; tries++) {
      int result = avcodec_receive_frame(context, picture.frame());
      if (result >= 0) {
        errors += picture.isDamaged() ? 1 : 0;
        return true;
      }
      if (result == AVERROR_EAGAIN() || result == AVERROR_EOF) {
        return false;
      }
      errors++;
    }
    return false;
  }

  /** Packets that did not decode, and pictures that did only in part, so far. */
  public long errors() {
    return errors;
  }

  @Override
  public void close() {
    avcodec_free_context(context);
  }

  /** FFmpeg's own AV1 decoder needs hardware. */
  private static @Nullable AVCodec find(int id) {
    if (id == AV_CODEC_ID_AV1) {
      for (String name : new String[] {"libdav1d", "libaom-av1"}) {
        AVCodec codec = avcodec_find_decoder_by_name(name);
        if (codec != null) {
          return codec;
        }
      }
    }
    return avcodec_find_decoder(id);
  }
}
