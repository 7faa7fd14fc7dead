package io.afterimage.app.explain;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.explain.draw.Subject;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which captions and actions are drawn. Immutable.
 *
 * @param camera the camera; null: the only one
 * @param epoch its epoch; null: the only one
 * @param limit at most so many of them, in the order in which their last frames come; null: all
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
   * Those of one epoch of one camera, each with the frames that it asks for, in the order in which
   * their last frames come, and so in the order in which they can be drawn.
   *
   * @throws AppException {@link Code#CONFIG} if there is none, or more than one camera or epoch
   */
  List<Asked> of(EventLog log) {
    String one = only(log.subjects(), Subject::camera, camera, "camera", "--camera");
    List<Subject> ofCamera =
        log.subjects().stream().filter(subject -> subject.camera().equals(one)).toList();
    Long only = only(ofCamera, Subject::epoch, epoch, "epoch", "--epoch");
    return ofCamera.stream()
        .filter(subject -> subject.epoch() == only)
        .map(subject -> Asked.of(subject, log.attention(subject)))
        .sorted(Asked.BY_LAST_FRAME)
        .limit(limit == null ? Long.MAX_VALUE : limit)
        .toList();
  }

  private static <T> T only(
      List<Subject> subjects,
      Function<Subject, T> property,
      @Nullable T asked,
      String what,
      String option) {
    List<T> there = subjects.stream().map(property).distinct().sorted().toList();
    if (asked == null && there.size() > 1) {
      throw new AppException(
          Code.CONFIG,
          "there are %s of %d %ss, %s: say which with %s"
              .formatted(kinds(subjects), there.size(), what, list(there), option));
    }
    T chosen = asked == null ? there.get(0) : asked;
    if (!there.contains(chosen)) {
      throw new AppException(
          Code.CONFIG,
          "there is nothing of %s %s: there are %s of %s"
              .formatted(what, chosen, kinds(subjects), list(there)));
    }
    return chosen;
  }

  private static String kinds(List<Subject> subjects) {
    return subjects.stream()
        .map(subject -> subject.explained().wireName() + "s")
        .distinct()
        .collect(Collectors.joining(" and "));
  }

  private static String list(List<?> names) {
    String first =
        names.stream().limit(LISTED).map(String::valueOf).collect(Collectors.joining(", "));
    return names.size() <= LISTED ? first : first + " and %d more".formatted(names.size() - LISTED);
  }
}
