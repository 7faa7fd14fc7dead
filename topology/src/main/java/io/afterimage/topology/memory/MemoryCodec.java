package io.afterimage.topology.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.Position;
import io.afterimage.contract.WireTime;
import io.afterimage.contract.event.PackRef;
import io.afterimage.contract.feature.Tensor;
import io.afterimage.contract.feature.TensorCodec;
import io.afterimage.topology.rules.CutState;
import io.afterimage.topology.rules.EventState;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A memory as bytes, version 2, little-endian: version (1 byte), flags (1: ended, idle, fresh,
 * troubled, quarantined), open events (2), wall clock of the last change in ms (8), epoch (8), last
 * seq (8), last PTS (8), last capture time in µs since 1970 (8), period (4), segment (4), the
 * pack's number of labels (2), hash (32) and version (length 1, UTF-8); if it is troubled, the
 * number of failures (4), their epoch (8), PTS of the next try (8) and the failed pack's hash (32).
 * That is all of an epoch that has ended. Else it goes on with the cut rule's pending count (4) and
 * reference (count 4, floats), the hidden state as in {@link TensorCodec}, and the event rules'
 * state.
 *
 * <p>Holds a scratch buffer: one thread at a time.
 */
public final class MemoryCodec {
  /** The version that this build writes and reads. */
  public static final byte VERSION = 2;

  private static final int ENDED = 1;
  private static final int IDLE = 2;
  private static final int FRESH = 4;
  private static final int TROUBLED = 8;
  private static final int QUARANTINED = 16;
  private static final int FLAGS_AT = 1;
  private static final int OPEN_AT = 2;
  private static final int SEEN_AT = 4;
  private static final int HEAD = 54;
  private static final int HASH = 32;

  private ByteBuffer scratch = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

  /** The bytes of a memory. */
  public byte[] write(Memory memory) {
    while (true) {
      try {
        write(memory, scratch.clear());
        return Arrays.copyOf(scratch.array(), scratch.position());
      } catch (BufferOverflowException e) {
        scratch = ByteBuffer.allocate(scratch.capacity() * 2).order(ByteOrder.LITTLE_ENDIAN);
      }
    }
  }

  /**
   * Reads a memory; its hidden state is a view of the bytes.
   *
   * @param packId the id of the pack whose key the bytes were under
   * @throws ContractException {@link ErrorCode#UNKNOWN_VERSION} if another version wrote it, {@link
   *     ErrorCode#BAD_LENGTH} or {@link ErrorCode#BAD_FIELD} if the bytes make no memory
   */
  public Memory read(String packId, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    checkVersion(bytes);
    try {
      Memory memory = readMemory(packId, in);
      if (in.hasRemaining()) {
        throw new ContractException(
            ErrorCode.BAD_LENGTH, "memory has %d bytes too many".formatted(in.remaining()));
      }
      return memory;
    } catch (BufferUnderflowException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new ContractException(
          ErrorCode.BAD_LENGTH, "memory of %d bytes makes no sense".formatted(bytes.length));
    }
  }

  /** Whether it is a memory with open events that no record changed since a time. */
  public static boolean isSilent(byte[] bytes, long sinceMs) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.length >= HEAD
        && in.get(0) == VERSION
        && in.getShort(OPEN_AT) > 0
        && in.getLong(SEEN_AT) <= sinceMs;
  }

  /** Whether it is a memory whose pack is quarantined. */
  public static boolean isQuarantined(byte[] bytes) {
    return bytes.length >= HEAD && bytes[0] == VERSION && (bytes[FLAGS_AT] & QUARANTINED) != 0;
  }

  /** Whether it is a memory that no record changed since a time, or none that can be read. */
  public static boolean isUnseen(byte[] bytes, long sinceMs) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.length < HEAD || in.get(0) != VERSION || in.getLong(SEEN_AT) <= sinceMs;
  }

  private static void checkVersion(byte[] bytes) {
    if (bytes.length == 0) {
      throw new ContractException(ErrorCode.BAD_LENGTH, "memory without bytes");
    }
    if (bytes[0] != VERSION) {
      throw new ContractException(
          ErrorCode.UNKNOWN_VERSION,
          "memory of version %d; this build reads version %d".formatted(bytes[0], VERSION));
    }
  }

  private static void write(Memory memory, ByteBuffer out) {
    out.put(VERSION).put(flags(memory)).putShort((short) memory.events().openCount());
    out.putLong(memory.seenAtMs()).putLong(memory.epoch());
    Position last = memory.last();
    out.putLong(last.seq()).putLong(last.ptsUs());
    out.putLong(WireTime.micros(last.captureTime()));
    out.putInt(memory.periodUs()).putInt(memory.segment());
    out.putShort((short) memory.events().labels());
    byte[] version = memory.pack().version().getBytes(UTF_8);
    out.put(HexFormat.of().parseHex(memory.pack().sha256()));
    out.put((byte) version.length).put(version);
    Trouble trouble = memory.trouble();
    if (!trouble.isNone()) {
      out.putInt(trouble.failures()).putLong(trouble.epoch()).putLong(trouble.retryUs());
      out.put(HexFormat.of().parseHex(trouble.pack()));
    }
    if (!memory.ended()) {
      float[] reference = memory.cut().reference();
      out.putInt(memory.cut().pending()).putInt(reference == null ? -1 : reference.length);
      for (int i = 0; reference != null && i < reference.length; i++) {
        out.putFloat(reference[i]);
      }
      TensorCodec.write(memory.states(), out);
      EventStateCodec.write(memory.events(), out);
    }
  }

  private static byte flags(Memory memory) {
    return (byte)
        ((memory.ended() ? ENDED : 0)
            | (memory.idle() ? IDLE : 0)
            | (memory.fresh() ? FRESH : 0)
            | (memory.trouble().isNone() ? 0 : TROUBLED)
            | (memory.trouble().quarantined() ? QUARANTINED : 0));
  }

  private static Memory readMemory(String packId, ByteBuffer in) {
    in.get();
    int flags = in.get();
    in.getShort();
    long seenAtMs = in.getLong();
    long epoch = in.getLong();
    Position last =
        new Position(
            Math.max(1, epoch), in.getLong(), in.getLong(), WireTime.instant(in.getLong()));
    int periodUs = in.getInt();
    int segment = in.getInt();
    int labels = Short.toUnsignedInt(in.getShort());
    byte[] hash = new byte[HASH];
    in.get(hash);
    byte[] version = new byte[Byte.toUnsignedInt(in.get())];
    in.get(version);
    PackRef pack = new PackRef(packId, new String(version, UTF_8), HexFormat.of().formatHex(hash));
    boolean ended = (flags & ENDED) != 0;
    Memory memory =
        Memory.restored(
            pack,
            labels,
            new Memory.Fence(epoch, last, (flags & IDLE) != 0, ended),
            (flags & FRESH) != 0,
            periodUs,
            segment);
    memory.seen(seenAtMs);
    if ((flags & TROUBLED) != 0) {
      memory.trouble(readTrouble((flags & QUARANTINED) != 0, in));
    }
    if (!ended) {
      CutState cut = readCut(in);
      List<Tensor> states = TensorCodec.read(in);
      EventState events = EventStateCodec.read(labels, in);
      memory.restore(cut, states, events);
    }
    return memory;
  }

  private static Trouble readTrouble(boolean quarantined, ByteBuffer in) {
    int failures = in.getInt();
    long epoch = in.getLong();
    long retryUs = in.getLong();
    byte[] hash = new byte[HASH];
    in.get(hash);
    return new Trouble(failures, quarantined, epoch, retryUs, HexFormat.of().formatHex(hash));
  }

  private static CutState readCut(ByteBuffer in) {
    int pending = in.getInt();
    int count = in.getInt();
    if (count < 0) {
      return new CutState(null, pending);
    }
    if (count > in.remaining() / Float.BYTES) {
      throw new BufferUnderflowException();
    }
    float[] reference = new float[count];
    for (int i = 0; i < count; i++) {
      reference[i] = in.getFloat();
    }
    return new CutState(reference, pending);
  }
}
