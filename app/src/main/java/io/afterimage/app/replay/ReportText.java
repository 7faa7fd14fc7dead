package io.afterimage.app.replay;

import io.afterimage.app.replay.diff.CaptionsReport;
import io.afterimage.app.replay.diff.Copied;
import io.afterimage.app.replay.diff.Counts;
import io.afterimage.app.replay.diff.EventsReport;
import io.afterimage.app.replay.diff.LabelRow;
import io.afterimage.app.replay.diff.ReplayReport;
import io.afterimage.app.replay.diff.Verdict;
import io.afterimage.app.replay.diff.Verdict.What;
import io.afterimage.contract.event.PackRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A replay's report for people. Immutable. */
public final class ReportText {
  private static final int MOST_LINES = 20;

  private final ReplayReport report;
  private final List<String> lines = new ArrayList<>();

  private ReportText(ReplayReport report) {
    this.report = report;
  }

  /** The lines. */
  public static List<String> of(ReplayReport report) {
    ReportText text = new ReportText(report);
    text.head();
    text.events();
    report.captions().forEach(text::captions);
    text.foot();
    return List.copyOf(text.lines);
  }

  private void head() {
    Copied copied = report.copied();
    say("%s against %s", report.replay(), report.live());
    say(
        "%-10s %d %s of %d cameras, from %s to %s",
        "replayed", copied.used(), report.of(), copied.cameras(), copied.first(), copied.last());
    say("%-10s %s", "with", name(report.pack()));
    List<PackRef> live = report.events().live();
    say(
        "%-10s %s",
        "live",
        live.isEmpty()
            ? "no pack told events of these frames"
            : live.stream().map(ReportText::name).collect(Collectors.joining(", ")));
    count(copied.unused(), "%d %s were left out: the pack does not read them", report.of());
    count(copied.unreadable(), "%d records cannot be read");
    count(report.events().leftOut(), "%d live events of other packs are not compared");
  }

  private void events() {
    EventsReport events = report.events();
    say("");
    say("%-10s %s", "events", counts(events.counts()));
    edge(events.edge());
    list(events.differing());
    if (!events.samePack()) {
      labels(events.labels());
    }
    count(events.repeatedLive(), "%d live records repeat the one before them");
    count(events.repeatedReplayed(), "%d replayed records repeat the one before them");
  }

  private void labels(List<LabelRow> rows) {
    say("");
    say(
        "%-14s %6s %6s %6s %10s %12s %8s %8s %8s",
        "label",
        "live",
        "replay",
        "pairs",
        "only live",
        "only replay",
        "live s",
        "replay s",
        "both s");
    for (LabelRow row : rows) {
      say(
          "%-14s %6d %6d %6d %10d %12d %8.1f %8.1f %8.1f",
          row.label(),
          row.live(),
          row.replayed(),
          row.matched(),
          row.onlyLive().size(),
          row.onlyReplayed().size(),
          row.liveS(),
          row.replayedS(),
          row.agreementS());
    }
  }

  private void captions(CaptionsReport captions) {
    say("");
    if (!captions.compared()) {
      say(
          "%-10s %d of %s; live it has told none to compare them with",
          "captions", captions.counts().total() + captions.edge().total(), captions.pack());
      return;
    }
    say("%-10s %s, by %s", "captions", counts(captions.counts()), captions.pack());
    count(captions.otherText(), "%d have another text");
    edge(captions.edge());
    list(captions.differing());
  }

  private void foot() {
    say("");
    count(report.asked(), "%d live captions that somebody asked for are not repeated");
    count(report.deadLetters(), "%d records were set aside: see %s.dead-letters", report.replay());
    count(report.unreadable(), "%d records are neither events nor captions");
    long open =
        report.copied().epochs().stream().filter(span -> !span.begins() || !span.ends()).count();
    count(
        open,
        "%d epochs go on outside of what was replayed: the edges there are %.1f s long",
        report.edgeS());
    say(report.difference() ? "there are differences" : "no difference");
  }

  private void edge(Counts counts) {
    if (counts.total() > 0) {
      say("%-10s %s", "at an edge", counts(counts));
    }
  }

  /** Those that differ; what is at an edge is only counted here. */
  private void list(List<Verdict> differing) {
    List<Verdict> shown = differing.stream().filter(Verdict::differs).toList();
    for (Verdict verdict : shown.subList(0, Math.min(MOST_LINES, shown.size()))) {
      say(
          "  %-8s %s%s",
          verdict.what().wireName(),
          verdict.id(),
          verdict.what() == What.CHANGED ? "  " + String.join(", ", verdict.fields()) : "");
    }
    count(Math.max(0, shown.size() - MOST_LINES), "  and %d more, which --report lists");
  }

  private static String counts(Counts counts) {
    String close = counts.close() > 0 ? "%d close, ".formatted(counts.close()) : "";
    return "%d identical, %s%d changed, %d missing, %d added"
        .formatted(counts.identical(), close, counts.changed(), counts.missing(), counts.added());
  }

  private static String name(PackRef pack) {
    return "%s %s (%s)".formatted(pack.id(), pack.version(), pack.sha256().substring(0, 12));
  }

  private void count(long number, String format, Object... more) {
    if (number > 0) {
      Object[] all = new Object[more.length + 1];
      all[0] = number;
      System.arraycopy(more, 0, all, 1, more.length);
      say(format, all);
    }
  }

  private void say(String format, Object... values) {
    lines.add(String.format(Locale.ROOT, format, values));
  }
}
