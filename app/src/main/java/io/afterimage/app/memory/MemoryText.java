package io.afterimage.app.memory;

import io.afterimage.topology.query.CameraState;
import io.afterimage.topology.query.MemoryDetail;
import io.afterimage.topology.query.MemoryDetail.Stretch;
import io.afterimage.topology.query.MemoryList;
import io.afterimage.topology.query.MemorySummary;
import io.afterimage.topology.query.StoreShare;
import io.afterimage.topology.query.TensorSummary;
import io.afterimage.topology.query.Where;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Memories for people. Immutable and thread-safe. */
final class MemoryText {
  private final DateTimeFormatter times;
  private final Instant now;

  /**
   * @param zone whose times are shown
   * @param now what "ago" counts from
   */
  MemoryText(ZoneId zone, Instant now) {
    times = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
    this.now = now;
  }

  /** One line a memory, under a head. */
  String table(MemoryList list) {
    Columns columns =
        new Columns(
            "CAMERA",
            "PACK",
            "STATE",
            "EPOCH>",
            "FRAME>",
            "CAPTURED",
            "SEEN>",
            "OPEN>",
            "BYTES>",
            "INSTANCE",
            "PARTITION>");
    for (MemorySummary memory : list.memories()) {
      boolean read = memory.fault() == null;
      columns.row(
          memory.camera(),
          pack(memory),
          memory.state(),
          read ? memory.epoch() : "-",
          memory.seq() < 0 ? "-" : memory.seq(),
          time(memory.captured()),
          ago(memory.seen()),
          read ? memory.openEvents() : "-",
          memory.bytes(),
          instance(memory.where()),
          memory.where().partition());
    }
    return columns.text("");
  }

  /** All about a camera. */
  String describe(CameraState state, Collection<CameraState> captions) {
    StringBuilder text = new StringBuilder();
    text.append("%s%n".formatted(state.camera()));
    fact(
        text,
        "partition",
        "%d, on %s".formatted(state.where().partition(), instance(state.where())));
    stores(text, state);
    captions.forEach(caption -> stores(text, caption));
    state.memories().forEach(memory -> describe(text, memory));
    return text.toString();
  }

  private void describe(StringBuilder text, MemoryDetail memory) {
    MemorySummary summary = memory.summary();
    text.append("%n%s%n".formatted(pack(summary)));
    String fault = summary.fault();
    if (fault != null) {
      fact(text, "state", summary.state() + ": " + fault);
      fact(text, "bytes", Integer.toString(summary.bytes()));
      return;
    }
    fact(text, "sha256", String.valueOf(summary.sha256()));
    fact(text, "state", "%s, seen %s".formatted(summary.state(), ago(summary.seen())));
    fact(text, "epoch", "%d, segment %d".formatted(summary.epoch(), summary.segment()));
    fact(text, "last frame", frame(memory));
    fact(text, "bytes", Integer.toString(summary.bytes()));
    stretches(text, "open events", memory.open());
    stretches(text, "candidates", memory.candidates());
    TensorSummary cut = memory.cutReference();
    fact(
        text,
        "scene cut",
        cut == null
            ? "no reference"
            : "reference of %s numbers, mean %.4g; %d frames unlike it"
                .formatted(cut.shape().get(0), cut.mean(), memory.cutPending()));
    tensors(text, memory);
  }

  private String frame(MemoryDetail memory) {
    MemorySummary summary = memory.summary();
    return summary.seq() < 0
        ? "none yet"
        : "%d, at %s of the epoch, captured %s, one each %.1f ms"
            .formatted(
                summary.seq(),
                seconds(summary.ptsUs()),
                time(summary.captured()),
                memory.periodUs() / 1000.0);
  }

  private static void stretches(StringBuilder text, String what, List<Stretch> stretches) {
    fact(text, what, stretches.isEmpty() ? "none" : Integer.toString(stretches.size()));
    for (Stretch each : stretches) {
      text.append(
          "    %s  from frame %d (%s) to %d (%s), %d frames, confidence %.2f%n"
              .formatted(
                  each.id(),
                  each.start().seq(),
                  seconds(each.start().ptsUs()),
                  each.last().seq(),
                  seconds(each.last().ptsUs()),
                  each.frames(),
                  each.confidence()));
    }
  }

  private static void tensors(StringBuilder text, MemoryDetail memory) {
    fact(text, "hidden", memory.hidden().isEmpty() ? "nothing" : "");
    if (memory.hidden().isEmpty()) {
      return;
    }
    Columns columns =
        new Columns("TENSOR", "SHAPE", "TYPE", "MIN>", "MAX>", "MEAN>", "L2>", "ZEROS>");
    for (TensorSummary each : memory.hidden()) {
      columns.row(
          each.name(),
          each.shape(),
          each.dtype(),
          each.min(),
          each.max(),
          each.mean(),
          each.l2(),
          "%.1f %%".formatted(100 * each.zeros()));
    }
    text.append(columns.text("    "));
    List<TensorSummary> all = new ArrayList<>(memory.hidden());
    TensorSummary cut = memory.cutReference();
    if (cut != null) {
      all.add(cut);
    }
    for (TensorSummary each : all) {
      List<Double> values = each.values();
      if (values != null) {
        text.append("    %s =%n".formatted(each.name()));
        text.append(
            values.stream()
                .map(value -> Float.toString(value.floatValue()))
                .collect(Collectors.joining(" ", "      ", System.lineSeparator())));
      }
    }
  }

  private static void stores(StringBuilder text, CameraState state) {
    for (StoreShare share : state.stores()) {
      fact(
          text,
          "store",
          "%s of %s: %s"
              .formatted(
                  share.store(),
                  state.where().application(),
                  share.entries() == 0
                      ? "nothing"
                      : "%d %s, %d bytes"
                          .formatted(
                              share.entries(),
                              share.entries() == 1 ? "entry" : "entries",
                              share.bytes())));
    }
  }

  private static String pack(MemorySummary memory) {
    return memory.version() == null ? memory.pack() : memory.pack() + " " + memory.version();
  }

  private static String instance(Where where) {
    String instance = String.valueOf(where.instance());
    return where.copy()
        ? "%s (a copy, maybe behind by %d records)".formatted(instance, where.behind())
        : instance;
  }

  private String time(@Nullable Instant time) {
    return time == null ? "-" : times.format(time);
  }

  private String ago(@Nullable Instant time) {
    if (time == null) {
      return "-";
    }
    Duration ago = Duration.between(time, now);
    if (ago.isNegative() || ago.toSeconds() < 1) {
      return "just now";
    }
    if (ago.toMinutes() < 2) {
      return ago.toSeconds() + " s ago";
    }
    return ago.toHours() < 2
        ? ago.toMinutes() + " min ago"
        : ago.toDays() < 2 ? ago.toHours() + " h ago" : ago.toDays() + " days ago";
  }

  private static String seconds(long us) {
    return String.format(Locale.ROOT, "%.3f s", us / 1e6);
  }

  private static void fact(StringBuilder text, String name, String value) {
    text.append("  %-11s %s".formatted(name, value).stripTrailing()).append(System.lineSeparator());
  }
}
