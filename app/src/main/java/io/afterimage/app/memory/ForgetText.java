package io.afterimage.app.memory;

import io.afterimage.app.kafka.CameraRecords;
import io.afterimage.contract.CameraId;
import io.afterimage.topology.query.CameraState;
import io.afterimage.topology.query.MemoryState;
import io.afterimage.topology.query.StoreShare;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What `memory forget` says. Immutable. */
final class ForgetText {
  private final CameraId camera;
  private final DateTimeFormatter times;

  /**
   * @param camera the camera that is forgotten
   * @param zone whose times are shown
   */
  ForgetText(CameraId camera, ZoneId zone) {
    this.camera = camera;
    times = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(zone);
  }

  /** What is kept before. */
  List<String> before(Map<String, CameraState> kept) {
    List<String> lines = new ArrayList<>();
    kept.forEach((application, state) -> lines.add(application + " keeps " + shares(state)));
    boolean live =
        kept.values().stream()
            .flatMap(state -> state.memories().stream())
            .anyMatch(memory -> memory.summary().state().equals(MemoryState.LIVE.wireName()));
    if (live) {
      lines.add(
          "camera '%s' may still send frames: stop its ingest first, or it is remembered anew"
              .formatted(camera));
    }
    return lines;
  }

  /** What is kept after all stages have forgotten. */
  List<String> after(Map<String, CameraState> kept) {
    if (kept.values().stream().allMatch(CameraState::holdsNothing)) {
      return List.of("camera '%s' is forgotten by %s".formatted(camera, names(kept)));
    }
    return List.of(
        "camera '%s' was forgotten by %s, but frames that came since are remembered anew: stop its ingest, and forget it again"
            .formatted(camera, names(kept)));
  }

  /** What goes with the camera's records when they are deleted. */
  List<String> warning(List<CameraRecords> records) {
    List<String> lines = new ArrayList<>();
    for (CameraRecords each : records) {
      long others = each.others().values().stream().mapToLong(Long::longValue).sum();
      lines.add(
          "%s: %d records of camera '%s' go%s"
              .formatted(
                  each.partition().topic(),
                  each.count(),
                  camera,
                  others == 0
                      ? ", and none of another"
                      : ", and with them %d of others: %s".formatted(others, others(each))));
    }
    return lines;
  }

  /** What went. */
  List<String> deleted(List<CameraRecords> records) {
    return records.stream()
        .map(
            each ->
                "%s: deleted up to offset %d of partition %d"
                    .formatted(
                        each.partition().topic(), each.end() - 1, each.partition().partition()))
        .toList();
  }

  /** What is left in topics, and until when. */
  List<String> left(List<CameraRecords> records, String epochs) {
    List<String> lines = new ArrayList<>();
    if (records.isEmpty()) {
      lines.add("no topic holds a record of camera '%s' any more".formatted(camera));
    }
    for (CameraRecords each : records) {
      Instant until = each.until();
      lines.add(
          "%s still holds %d of its records%s"
              .formatted(
                  each.partition().topic(),
                  each.count(),
                  until == null
                      ? ", for ever"
                      : ", the newest until about " + times.format(until)));
    }
    lines.add(
        "%s keeps one number, the camera's last epoch, so that no event's id comes again"
            .formatted(epochs));
    return lines;
  }

  private static String shares(CameraState state) {
    return state.holdsNothing()
        ? "nothing of it"
        : state.stores().stream()
            .filter(share -> share.entries() > 0)
            .map(ForgetText::share)
            .collect(Collectors.joining(", "));
  }

  private static String share(StoreShare share) {
    return "%d bytes in %s".formatted(share.bytes(), share.store());
  }

  private static String names(Map<String, CameraState> kept) {
    return String.join(" and ", kept.keySet());
  }

  private static String others(CameraRecords records) {
    return records.others().entrySet().stream()
        .map(
            other ->
                "%s %d"
                    .formatted(
                        other.getKey().isEmpty() ? "(no camera)" : other.getKey(),
                        other.getValue()))
        .collect(Collectors.joining(", "));
  }
}
