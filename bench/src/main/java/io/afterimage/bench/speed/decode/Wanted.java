package io.afterimage.bench.speed.decode;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.contract.frame.Fit;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.contract.frame.Pixels;
import io.afterimage.ingest.EncodingChoice;
import io.afterimage.ingest.LoopFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be made of a recording. Immutable.
 *
 * @param input the pictures of a frame; stretched
 * @param every how many pictures of the recording make one frame
 * @param filtered which pictures get their codec's loop filter
 * @param encoding raw planes or JPEG
 */
public record Wanted(FrameInput input, int every, LoopFilter filtered, EncodingChoice encoding) {
  /** The frames' quality: ingest's. */
  private static final String QUANTISER = "3";

  /**
   * @throws AppException {@link Code#PACK} if the input is not stretched, which is all that the
   *     command line is written for
   */
  public Wanted {
    if (input.fit() != Fit.STRETCH) {
      throw new AppException(
          Code.PACK,
          "the ffmpeg command beside ours stretches pictures, and %s does not: name another pack"
              .formatted(input.id()));
    }
  }

  /** The {@code ffmpeg} command's arguments for the same, on one thread, into nothing. */
  List<String> arguments(Path clip) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-threads",
                "1",
                "-filter_threads",
                "1",
                "-skip_loop_filter",
                filtered == LoopFilter.KEY ? "nokey" : "default",
                "-i",
                clip.toString(),
                "-an",
                "-vf",
                filters(),
                "-fps_mode",
                "passthrough",
                "-threads",
                "1"));
    arguments.addAll(
        encoding == EncodingChoice.JPEG
            ? List.of("-c:v", "mjpeg", "-q:v", QUANTISER, "-huffman", "default")
            : List.of("-c:v", "rawvideo"));
    arguments.addAll(List.of("-progress", "pipe:1", "-f", "null", "-"));
    return arguments;
  }

  /** Each n-th picture, scaled as ingest does, above the one before it if the input has two. */
  private String filters() {
    boolean jpeg = encoding == EncodingChoice.JPEG;
    boolean grey = input.pixels() == Pixels.GRAY8;
    String colour = jpeg ? "yuvj420p" : "rgb24";
    String filters =
        "select='not(mod(n\\,%d))',scale=%d:%d:flags=area+accurate_rnd+full_chroma_int+bitexact:out_range=full,format=%s"
            .formatted(every, input.width(), input.height(), grey ? "gray" : colour);
    if (input.planes().size() > 1) {
      filters += ",tile=1x2:overlap=1:init_padding=1";
    }
    return grey && jpeg ? filters + ",format=yuvj420p" : filters;
  }
}
