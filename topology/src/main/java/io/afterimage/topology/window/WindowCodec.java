package io.afterimage.topology.window;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.WireTime;
import io.afterimage.contract.event.MediaPoint;
import io.afterimage.contract.feature.TensorCodec;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A camera's window as bytes: a header, and a slot a frame. Version 1 of both, little-endian.
 *
 * <p>Header: version (1 byte), flags (1: over, open), epoch (8), segment (4), last seq (8), frames
 * that may be of the next scene (4), PTS from which the period counts (8), pack's and encoder's
 * SHA-256 (32 each), number of slots (2). That is all of an epoch that has ended. Else it goes on
 * with the ring's next tick (8), the window's first (8) and its stride (8); of each slot the
 * distance of its tick to the next one (4; 0: free) and seq (8); and, if a window is open, its
 * event's start and label (length 1, UTF-8). Slot: version (1), epoch (8), frame, tensors as in
 * {@link TensorCodec}. A frame is seq (8), PTS (8), capture time in µs since 1970 (8). Stateless
 * and thread-safe.
 */
public final class WindowCodec {
  /** The version that this build writes and reads. */
  public static final byte VERSION = 1;

  private static final int OVER = 1;
  private static final int OPEN = 2;
  private static final int HASH = 32;
  private static final int WRITER_AT = 2 + 4 * Long.BYTES;
  private static final int FENCE = 2 + 4 * Long.BYTES + 2 * HASH + Short.BYTES;
  private static final int RING = 3 * Long.BYTES;
  private static final int SLOT = Integer.BYTES + Long.BYTES;
  private static final int POINT = 3 * Long.BYTES;

  /** Above what a camera can count in its life; numbers that are broken are mostly above it too. */
  private static final long MOST_TICKS = 1L << 48;

  private WindowCodec() {}

  /** The bytes of a header. */
  public static byte[] write(WindowState state) {
    WindowState.Place place = state.place();
    Ring ring = state.ring();
    Action action = state.action();
    byte[] label = action == null ? new byte[0] : action.label().getBytes(UTF_8);
    int body = place.over() ? 0 : RING + ring.slots() * SLOT;
    int open = action == null ? 0 : POINT + 1 + label.length;
    ByteBuffer out = ByteBuffer.allocate(FENCE + body + open).order(ByteOrder.LITTLE_ENDIAN);
    out.put(VERSION).put((byte) ((place.over() ? OVER : 0) | (action == null ? 0 : OPEN)));
    out.putLong(place.epoch()).putInt(place.segment()).putLong(place.seq());
    out.putInt(state.unsure()).putLong(state.sinceUs());
    out.put(HexFormat.of().parseHex(state.pack())).put(HexFormat.of().parseHex(state.encoder()));
    out.putShort((short) ring.slots());
    if (!place.over()) {
      write(ring, out);
    }
    if (action != null) {
      write(action.start(), out);
      out.put((byte) label.length).put(label);
    }
    return out.array();
  }

  /** The hash of the pack that wrote a header, whatever else it holds; null if it is too short. */
  public static @Nullable String writer(byte[] bytes) {
    return bytes.length < WRITER_AT + HASH
        ? null
        : HexFormat.of().formatHex(bytes, WRITER_AT, WRITER_AT + HASH);
  }

  /**
   * Reads a header.
   *
   * @param pack the hash of the pack that goes on with it
   * @param continues whether it goes on with another one's of that hash
   * @param blank a ring of the size that it must be of; filled
   * @return the header; null if it is a pack's that is not continued, or of another size
   * @throws ContractException {@link ErrorCode#UNKNOWN_VERSION} if another version wrote it, {@link
   *     ErrorCode#BAD_LENGTH} or {@link ErrorCode#BAD_FIELD} if the bytes make no header
   */
  static @Nullable WindowState read(
      String pack, Predicate<String> continues, Ring blank, byte[] bytes) {
    ByteBuffer in = open(bytes, "window");
    try {
      int flags = in.get();
      WindowState.Place place =
          new WindowState.Place(in.getLong(), in.getInt(), in.getLong(), (flags & OVER) != 0);
      int unsure = in.getInt();
      long sinceUs = in.getLong();
      String writer = hash(in);
      String encoder = hash(in);
      boolean continued = writer.equals(pack) || continues.test(writer);
      if (!continued || Short.toUnsignedInt(in.getShort()) != blank.slots()) {
        return null;
      }
      if (!place.over()) {
        read(blank, in);
      }
      Action action = (flags & OPEN) == 0 ? null : action(in);
      check(place.epoch() >= 0 && unsure >= 0 && (action == null) == (blank.first() < 0), "window");
      close(in, "window");
      WindowState state = new WindowState(pack, blank);
      state.restore(place, encoder, unsure, sinceUs, action);
      return state;
    } catch (BufferUnderflowException e) {
      throw new ContractException(
          ErrorCode.BAD_LENGTH, "window of %d bytes ends early".formatted(bytes.length));
    }
  }

  /** The bytes of a slot. */
  public static byte[] write(KeptFrame frame) {
    int size = 1 + Long.BYTES + POINT + TensorCodec.size(frame.tensors());
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(VERSION).putLong(frame.epoch());
    write(frame.point(), out);
    TensorCodec.write(frame.tensors(), out);
    return out.array();
  }

  /**
   * Reads a slot; its tensors are views of the bytes.
   *
   * @throws ContractException as {@link #read(String, Predicate, Ring, byte[])}
   */
  public static KeptFrame readFrame(byte[] bytes) {
    ByteBuffer in = open(bytes, "slot");
    try {
      KeptFrame frame = new KeptFrame(in.getLong(), point(in), TensorCodec.read(in));
      close(in, "slot");
      return frame;
    } catch (BufferUnderflowException e) {
      throw new ContractException(
          ErrorCode.BAD_LENGTH, "slot of %d bytes ends early".formatted(bytes.length));
    }
  }

  private static void write(Ring ring, ByteBuffer out) {
    out.putLong(ring.next()).putLong(ring.first()).putLong(ring.stride());
    for (int slot = 0; slot < ring.slots(); slot++) {
      boolean free = ring.tick(slot) == Ring.NONE;
      out.putInt(free ? 0 : (int) (ring.next() - ring.tick(slot)));
      out.putLong(free ? 0 : ring.seq(slot));
    }
  }

  private static void read(Ring ring, ByteBuffer in) {
    long next = in.getLong();
    long first = in.getLong();
    long stride = in.getLong();
    check(next >= 0 && next < MOST_TICKS, "window");
    check(first >= Ring.NONE && first <= next, "window");
    check(Long.bitCount(stride) == 1 && stride > 0 && stride < MOST_TICKS, "window");
    ring.restoreWindow(next, first, stride);
    for (int slot = 0; slot < ring.slots(); slot++) {
      int age = in.getInt();
      check(age >= 0 && age <= next, "window");
      ring.restoreSlot(slot, age == 0 ? Ring.NONE : next - age, in.getLong());
    }
    check(ring.isSound(), "window");
  }

  private static Action action(ByteBuffer in) {
    MediaPoint start = point(in);
    byte[] label = new byte[Byte.toUnsignedInt(in.get())];
    in.get(label);
    return new Action(new String(label, UTF_8), start);
  }

  private static void write(MediaPoint point, ByteBuffer out) {
    out.putLong(point.seq()).putLong(point.ptsUs());
    out.putLong(WireTime.micros(point.time()));
  }

  private static MediaPoint point(ByteBuffer in) {
    return new MediaPoint(in.getLong(), in.getLong(), WireTime.instant(in.getLong()));
  }

  private static String hash(ByteBuffer in) {
    byte[] hash = new byte[HASH];
    in.get(hash);
    return HexFormat.of().formatHex(hash);
  }

  private static ByteBuffer open(byte[] bytes, String what) {
    if (bytes.length == 0) {
      throw new ContractException(ErrorCode.BAD_LENGTH, what + " without bytes");
    }
    if (bytes[0] != VERSION) {
      throw new ContractException(
          ErrorCode.UNKNOWN_VERSION,
          "%s of version %d; this build reads version %d".formatted(what, bytes[0], VERSION));
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(1);
  }

  private static void close(ByteBuffer in, String what) {
    if (in.hasRemaining()) {
      throw new ContractException(
          ErrorCode.BAD_LENGTH, "%s has %d bytes too many".formatted(what, in.remaining()));
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new ContractException(ErrorCode.BAD_FIELD, what + " with numbers out of range");
    }
  }
}
