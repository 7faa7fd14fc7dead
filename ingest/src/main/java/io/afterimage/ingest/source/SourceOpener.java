package io.afterimage.ingest.source;

import io.afterimage.ingest.IngestException;
import io.afterimage.ingest.IngestException.Code;
import io.afterimage.ingest.LoopFilter;
import io.afterimage.ingest.SourceAddress;
import io.afterimage.ingest.stream.CallDeadline;
import io.afterimage.ingest.stream.Deadlines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Opens an address with what reads its kind. */
public final class SourceOpener {
  private SourceOpener() {}

  /**
   * Opens a source.
   *
   * @param realtime whether files come as slowly as they were recorded
   * @param filtered which pictures get their codec's loop filter
   * @param deadlines how long each call may take
   * @param deadline closed by the caller, after the source
   * @throws IngestException if it cannot be opened
   */
  public static PictureSource open(
      SourceAddress address,
      boolean realtime,
      LoopFilter filtered,
      Deadlines deadlines,
      CallDeadline deadline) {
    if (address.kind() == SourceAddress.Kind.SIMULATED) {
      return SimulatedSource.open(address, realtime, deadline);
    }
    if (!address.isNetwork()) {
      checkPath(address);
    }
    Pacer pacer = realtime ? new Pacer(deadline) : null;
    return MediaSource.open(address, filtered, deadlines, deadline, pacer);
  }

  /** Says what FFmpeg would not tell apart. */
  private static void checkPath(SourceAddress address) {
    Path path;
    try {
      path = Path.of(address.url());
    } catch (InvalidPathException e) {
      throw new IngestException(Code.BAD_ADDRESS, address + " is no path: " + e.getReason(), e);
    }
    if (!Files.exists(path)) {
      throw new IngestException(Code.NOT_FOUND, address + " does not exist: check the path");
    }
    if (Files.isDirectory(path)) {
      throw new IngestException(Code.NOT_FOUND, address + " is a folder: give a file in it");
    }
    if (!Files.isReadable(path)) {
      throw new IngestException(
          Code.NOT_FOUND, address + " may not be read: check its permissions");
    }
    if (Files.isRegularFile(path) && size(path) == 0) {
      throw new IngestException(Code.EMPTY, address + " is empty: record it again");
    }
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
