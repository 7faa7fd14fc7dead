package io.afterimage.topology.query;

import io.afterimage.contract.ContractException;
import io.afterimage.contract.Position;
import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.memory.MemoryKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A camera's memory in short. Immutable.
 *
 * @param camera the camera
 * @param pack the id of the pack whose memory it is
 * @param version the pack's version; null if the memory cannot be read, as all that follows
 * @param sha256 the pack's hash
 * @param state the wire name of its {@link MemoryState}
 * @param epoch the camera's epoch; 0 if unknown
 * @param segment scene cuts of the epoch
 * @param seq the last frame's number; -1 before the first
 * @param ptsUs the last frame's time in the epoch, microseconds
 * @param captured when the last frame was captured; null before the first
 * @param seen wall clock at which a record last changed it
 * @param openEvents events that have started and not ended
 * @param bytes of the memory in the store
 * @param fault why it cannot be read; null if it can
 * @param where from where it was read
 */
public record MemorySummary(
    String camera,
    String pack,
    @Nullable String version,
    @Nullable String sha256,
    String state,
    long epoch,
    int segment,
    long seq,
    long ptsUs,
    @Nullable Instant captured,
    @Nullable Instant seen,
    int openEvents,
    int bytes,
    @Nullable String fault,
    Where where) {

  static MemorySummary of(MemoryKey key, Memory memory, int bytes, Where where) {
    Position last = memory.last();
    return new MemorySummary(
        key.camera().value(),
        key.pack(),
        memory.pack().version(),
        memory.pack().sha256(),
        MemoryState.of(memory).wireName(),
        memory.epoch(),
        memory.segment(),
        last.seq(),
        last.ptsUs(),
        last.seq() < 0 ? null : last.captureTime(),
        Instant.ofEpochMilli(memory.seenAtMs()),
        memory.events().openCount(),
        bytes,
        null,
        where);
  }

  static MemorySummary unreadable(MemoryKey key, ContractException fault, int bytes, Where where) {
    String state = MemoryState.UNREADABLE.wireName();
    String why = String.valueOf(fault.getMessage());
    return new MemorySummary(
        key.camera().value(),
        key.pack(),
        null,
        null,
        state,
        0,
        0,
        -1,
        0,
        null,
        null,
        0,
        bytes,
        why,
        where);
  }
}
