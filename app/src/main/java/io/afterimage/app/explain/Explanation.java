package io.afterimage.app.explain;

import io.afterimage.app.AppException;
import io.afterimage.app.AppException.Code;
import io.afterimage.app.cli.Shell;
import io.afterimage.app.explain.draw.Lettering;
import io.afterimage.app.explain.draw.Subject;
import io.afterimage.app.pack.PackShelf;
import io.afterimage.app.view.WorkBar;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.sample.StillReader;
import java.nio.file.Path;
import java.util.List;

/**
 * Draws what was looked at for captions and actions. Immutable.
 *
 * @param events a file as {@code --events-out} writes it
 * @param video the recording that the events are of
 * @param folder where pictures go
 * @param selection which of them
 * @param shelf where the packs lie that spoke
 */
public record Explanation(
    Path events, SourceAddress video, Path folder, Selection selection, PackShelf shelf) {

  /**
   * Writes a sheet for each caption and action, its frames, and the contact sheets.
   *
   * @param shell told a line for each sheet
   * @throws AppException {@link Code#CONFIG} if the events cannot be used, the video is no file,
   *     the folder cannot be written or there is no font; {@link Code#SOURCE} if the video lacks
   *     frames, after everything else is drawn
   * @throws io.afterimage.ingest.IngestException if the video cannot be read
   */
  public void write(Shell shell) {
    if (!video.isFinite()) {
      throw new AppException(Code.CONFIG, "%s is no recording: name a video file".formatted(video));
    }
    Lettering.check();
    EventLog log = EventLog.read(events);
    List<Asked> asked = selection.of(log);
    try (StillReader reader = StillReader.open(video);
        WorkBar bar = new WorkBar(shell, "Reading", asked.get(asked.size() - 1).lastUs())) {
      SheetWriter writer =
          new SheetWriter(
              SheetFolder.open(folder),
              title(asked.get(0).subject()),
              line -> bar.above(() -> shell.out().println(line)));
      PackInputs inputs =
          new PackInputs(shelf, sentence -> bar.above(() -> shell.err().println(sentence)));
      FrameCollector collector = new FrameCollector(asked, inputs, writer::write);
      collector.collect(reader, bar::to);
      writer.finish();
      if (log.strays() > 0) {
        shell.err().printf("%d attention events are of no caption and no action%n", log.strays());
      }
      if (collector.torn() > 0) {
        throw new AppException(
            Code.SOURCE,
            "%d of %d sheets cannot be drawn, since %s %s: is it the recording that they are of?"
                .formatted(collector.torn(), asked.size(), video, collector.cause()));
      }
    }
  }

  private String title(Subject subject) {
    return "%s: camera %s, epoch %d".formatted(video, subject.camera(), subject.epoch());
  }
}
