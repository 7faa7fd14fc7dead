package io.afterimage.ingest.picture;

import static org.bytedeco.ffmpeg.global.avfilter.AV_BUFFERSRC_FLAG_KEEP_REF;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_add_frame_flags;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_get_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse2;

import java.util.function.UnaryOperator;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Turns pictures upright and brings them to a size and format, by area averaging. Owns a filter
 * graph, which it builds again when pictures of another kind come. For one thread.
 */
public final class PictureFilter implements AutoCloseable {
  private final PixelFormat format;
  private final UnaryOperator<Size> sizing;
  private final Picture output = new Picture();
  private @Nullable Graph graph;

  /**
   * @param format what comes out
   * @param sizing from the size at which a picture is seen to the size that comes out
   */
  public PictureFilter(PixelFormat format, UnaryOperator<Size> sizing) {
    this.format = format;
    this.sizing = sizing;
  }

  /** The picture at its new size; valid until the next call. The input is left as it is. */
  public Picture apply(Picture input) {
    Kind kind = Kind.of(input.frame());
    Graph current = graph;
    if (current == null || !current.kind.equals(kind)) {
      release();
      current = new Graph(kind, format, sizing.apply(input.displaySize()));
      graph = current;
    }
    output.clear();
    AvError.check(
        av_buffersrc_add_frame_flags(current.source, input.frame(), AV_BUFFERSRC_FLAG_KEEP_REF),
        "scaling a picture");
    AvError.check(av_buffersink_get_frame(current.sink, output.frame()), "scaling a picture");
    return output;
  }

  @Override
  public void close() {
    release();
    output.close();
  }

  private void release() {
    if (graph != null) {
      graph.close();
      graph = null;
    }
  }

  /** What a graph is built for. */
  private record Kind(
      int width,
      int height,
      int format,
      int space,
      int range,
      int aspectNum,
      int aspectDen,
      Orientation orientation) {

    static Kind of(AVFrame frame) {
      return new Kind(
          frame.width(),
          frame.height(),
          frame.format(),
          frame.colorspace(),
          frame.color_range(),
          frame.sample_aspect_ratio().num(),
          Math.max(1, frame.sample_aspect_ratio().den()),
          Orientation.of(frame));
    }
  }

  private static final class Graph implements AutoCloseable {
    final Kind kind;
    final AVFilterGraph graph = avfilter_graph_alloc();
    final AVFilterContext source;
    final AVFilterContext sink;

    Graph(Kind kind, PixelFormat format, Size size) {
      this.kind = kind;
      // A record's pixels must not depend on how many cores there are.
      graph.nb_threads(1);
      String chain =
          ("buffer@in=video_size=%dx%d:pix_fmt=%d:time_base=1/1000000:pixel_aspect=%d/%d"
                  + ":colorspace=%d:range=%d,%sscale=w=%d:h=%d:flags=area+accurate_rnd+full_chroma_int+bitexact:out_range=%s"
                  + ",format=pix_fmts=%s,buffersink@out")
              .formatted(
                  kind.width,
                  kind.height,
                  kind.format,
                  kind.aspectNum,
                  kind.aspectDen,
                  kind.space,
                  kind.range,
                  kind.orientation.filters(),
                  size.width(),
                  size.height(),
                  format.isFullRange() ? "full" : "limited",
                  format.ffmpegName());
      try {
        AvError.check(
            avfilter_graph_parse2(graph, chain, new AVFilterInOut(null), new AVFilterInOut(null)),
            "building " + chain);
        AvError.check(avfilter_graph_config(graph, null), "building " + chain);
      } catch (RuntimeException e) {
        close();
        throw e;
      }
      source = avfilter_graph_get_filter(graph, "buffer@in");
      sink = avfilter_graph_get_filter(graph, "buffersink@out");
    }

    @Override
    public void close() {
      avfilter_graph_free(graph);
    }
  }
}
