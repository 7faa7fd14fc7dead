package io.afterimage.topology.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.WireTime;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.topology.rules.Candidate;
import io.afterimage.topology.rules.EventState;
import io.afterimage.topology.rules.Mark;
import io.afterimage.topology.rules.OpenEvent;
import io.afterimage.topology.rules.Run;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The event rules' state as bytes: number of candidates (2 bytes), number of open events (2); of
 * each candidate its label's index (2), its run, the number of rivals (2) and their label's index
 * (2) and mark; of each open event its label's index (2), its run, PTS when last told of (8). A run
 * is its label's name (length 1, UTF-8), first and last mark, sum (8), frames (4); a mark is seq
 * (8), PTS (8), capture time in µs since 1970 (8), sum (8), frames (4). Names are written beside
 * the indices, so that the events of a pack that was replaced can still be ended by name.
 */
final class EventStateCodec {
  private EventStateCodec() {}

  static void write(EventState state, ByteBuffer out) {
    int counts = out.position();
    out.putShort((short) 0).putShort((short) 0);
    short candidates = 0;
    for (int label = 0; label < state.labels(); label++) {
      Candidate candidate = state.candidate(label);
      if (candidate != null) {
        write(label, candidate, out);
        candidates++;
      }
    }
    short open = 0;
    for (int label = 0; label < state.labels(); label++) {
      OpenEvent event = state.open(label);
      if (event != null) {
        out.putShort((short) label);
        write(event.run(), out);
        out.putLong(event.emittedUs());
        open++;
      }
    }
    out.putShort(counts, candidates).putShort(counts + Short.BYTES, open);
  }

  static EventState read(int labels, ByteBuffer in) {
    EventState state = new EventState(labels);
    int candidates = in.getShort();
    int open = in.getShort();
    for (int i = 0; i < candidates; i++) {
      int label = in.getShort();
      state.candidate(label, readCandidate(in));
    }
    for (int i = 0; i < open; i++) {
      int label = in.getShort();
      state.open(label, new OpenEvent(readRun(in), in.getLong()));
    }
    return state;
  }

  private static void write(int label, Candidate candidate, ByteBuffer out) {
    out.putShort((short) label);
    write(candidate.run(), out);
    out.putShort((short) candidate.rivals().size());
    // In the labels' order: equal memories are equal bytes.
    candidate.rivals().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            rival -> {
              out.putShort(rival.getKey().shortValue());
              write(rival.getValue(), out);
            });
  }

  private static Candidate readCandidate(ByteBuffer in) {
    Run run = readRun(in);
    int count = in.getShort();
    Map<Integer, Mark> rivals = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int label = in.getShort();
      rivals.put(label, readMark(in));
    }
    return new Candidate(run, rivals);
  }

  private static void write(Run run, ByteBuffer out) {
    byte[] label = run.label().getBytes(UTF_8);
    out.put((byte) label.length).put(label);
    write(run.first(), out);
    write(run.last(), out);
    out.putDouble(run.sum()).putInt(run.frames());
  }

  private static Run readRun(ByteBuffer in) {
    byte[] label = new byte[Byte.toUnsignedInt(in.get())];
    in.get(label);
    return new Run(
        new String(label, UTF_8), readMark(in), readMark(in), in.getDouble(), in.getInt());
  }

  private static void write(Mark mark, ByteBuffer out) {
    MediaPoint point = mark.point();
    out.putLong(point.seq()).putLong(point.ptsUs());
    out.putLong(WireTime.micros(point.time()));
    out.putDouble(mark.sum()).putInt(mark.frames());
  }

  private static Mark readMark(ByteBuffer in) {
    MediaPoint point = new MediaPoint(in.getLong(), in.getLong(), WireTime.instant(in.getLong()));
    return new Mark(point, in.getDouble(), in.getInt());
  }
}
