package io.afterimage.ingest.stream;

import static org.bytedeco.ffmpeg.global.avdevice.avdevice_register_all;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;

import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.picture.Dictionary;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.jspecify.annotations.Nullable;

/** How each kind of address is opened. */
final class DemuxerOptions {
  private DemuxerOptions() {}

  /** What FFmpeg opens: a path never looks like a protocol to it. */
  static String url(SourceAddress address) {
    return address.kind() == SourceAddress.Kind.FILE
        ? "file:" + Path.of(address.url()).toAbsolutePath()
        : address.url();
  }

  /** The demuxer that cannot be told from the data, or null. */
  static @Nullable AVInputFormat format(SourceAddress address) {
    if (address.kind() != SourceAddress.Kind.DEVICE) {
      return null;
    }
    avdevice_register_all();
    return av_find_input_format("v4l2");
  }

  /**
   * Options of the demuxer and the protocol. A source may use its own protocols only: a playlist
   * from the network does not open files, one in a file does not open hosts.
   */
  static Dictionary of(SourceAddress address) {
    Dictionary options = new Dictionary();
    switch (address.kind()) {
      case FILE -> options.set("protocol_whitelist", "file,crypto,data");
      case RTSP ->
          options
              .set("protocol_whitelist", "rtsp,rtsps,rtp,srtp,udp,tcp,tls,http,https,httpproxy")
              .set("rtsp_transport", "tcp");
      case RTMP -> options.set("protocol_whitelist", "rtmp,rtmps,rtmpt,rtmpts,tcp,tls,http,https");
      case HTTP -> options.set("protocol_whitelist", "http,https,tcp,tls,crypto,data,httpproxy");
      case SRT -> options.set("protocol_whitelist", "srt,udp");
      default -> {}
    }
    return options;
  }
}
