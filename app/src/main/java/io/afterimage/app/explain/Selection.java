package io.afterimage.app.explain;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.contract.caption.CaptionEvent;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which captions are drawn. Immutable.
 *
 * @param camera the camera; null: the only one
 * @param epoch its epoch; null: the only one
 * @param limit at most so many captions, in the order in which their last frames come; null: all
 */
public record Selection(@Nullable String camera, @Nullable Long epoch, @Nullable Integer limit) {
  private static final int LISTED = 12;

  /**
   * @throws AppException {@link Code#CONFIG} if a number is below 1
   */
  public Selection {
    if (limit != null && limit < 1) {
      throw new AppException(Code.CONFIG, "--limit is %d; it must be 1 or more".formatted(limit));
    }
    if (epoch != null && epoch < 1) {
      throw new AppException(Code.CONFIG, "--epoch is %d; it must be 1 or more".formatted(epoch));
    }
  }

  /**
   * The captions of one epoch of one camera, each with the frames that it asks for, in the order in
   * which their last frames come, and so in the order in which they can be drawn.
   *
   * @throws AppException {@link Code#CONFIG} if there is none, or more than one camera or epoch
   */
  List<Asked> of(CaptionLog log) {
    String one = only(log.captions(), CaptionEvent::camera, camera, "camera", "--camera");
    List<CaptionEvent> ofCamera =
        log.captions().stream().filter(caption -> caption.camera().equals(one)).toList();
    Long only = only(ofCamera, CaptionEvent::epoch, epoch, "epoch", "--epoch");
    return ofCamera.stream()
        .filter(caption -> caption.epoch() == only)
        .map(caption -> Asked.of(caption, log.attention(caption)))
        .sorted(Asked.BY_LAST_FRAME)
        .limit(limit == null ? Long.MAX_VALUE : limit)
        .toList();
  }

  private static <T> T only(
      List<CaptionEvent> captions,
      Function<CaptionEvent, T> property,
      @Nullable T asked,
      String what,
      String option) {
    List<T> there = captions.stream().map(property).distinct().sorted().toList();
    if (asked == null && there.size() > 1) {
      throw new AppException(
          Code.CONFIG,
          "there are captions of %d %ss, %s: say which with %s"
              .formatted(there.size(), what, list(there), option));
    }
    T chosen = asked == null ? there.get(0) : asked;
    if (!there.contains(chosen)) {
      throw new AppException(
          Code.CONFIG,
          "there is no caption of %s %s: there are captions of %s"
              .formatted(what, chosen, list(there)));
    }
    return chosen;
  }

  private static String list(List<?> names) {
    String first =
        names.stream().limit(LISTED).map(String::valueOf).collect(Collectors.joining(", "));
    return names.size() <= LISTED ? first : first + " and %d more".formatted(names.size() - LISTED);
  }
}
