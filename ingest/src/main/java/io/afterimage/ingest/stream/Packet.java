package io.afterimage.ingest.stream;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import io.afterimage.ingest.picture.Picture;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** One compressed picture on its way from the demuxer to the decoder; reused for each. */
public final class Packet implements AutoCloseable {
  private final AVPacket packet = av_packet_alloc();

  /** An empty packet. */
  public Packet() {}

  AVPacket packet() {
    return packet;
  }

  /** When it is to be shown, else decoded, in ticks of the stream. */
  public long timestamp() {
    long pts = packet.pts();
    return pts != Picture.NO_TIMESTAMP ? pts : packet.dts();
  }

  /** When it is to be decoded, else shown, in ticks of the stream. */
  public long decodeTimestamp() {
    long dts = packet.dts();
    return dts != Picture.NO_TIMESTAMP ? dts : packet.pts();
  }

  /** Gives its bytes back. */
  public void clear() {
    av_packet_unref(packet);
  }

  @Override
  public void close() {
    av_packet_free(packet);
  }
}
