package io.afterimage.topology.stage;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.live.LivePack;
import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.memory.MemoryCodec;
import io.afterimage.topology.memory.MemoryKey;
import io.afterimage.topology.memory.ResetCause;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one pack makes of a task's records: it loads a memory and lets the version that takes the
 * record step it. A new version that fails on a frame that the one before takes is rolled back, as
 * long as it is on probation: the frame was not saved, so nothing is lost. Saves nothing itself;
 * one thread at a time.
 */
final class PackStep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PackStep.class);

  private final Voices voices;
  private final KeyValueStore<String, byte[]> store;
  private final MemoryCodec codec = new MemoryCodec();

  /**
   * What came of a record.
   *
   * @param voice the version that took it
   * @param memory the memory after it
   * @param change what it did to the memory
   * @param fault why it was not taken; null if it was. Then the memory is as it was, but for the
   *     count of failures
   */
  record Taken(Voice voice, Memory memory, Change change, @Nullable RuntimeException fault) {}

  /**
   * @param quarantineAfter failures in a row; 0: never
   */
  PackStep(LivePack pack, KeyValueStore<String, byte[]> store, int quarantineAfter) {
    voices = new Voices(pack, quarantineAfter);
    this.store = store;
  }

  /** The pack's id. */
  String id() {
    return voices.id();
  }

  /** The key under which it remembers a camera. */
  String key(CameraId camera) {
    return new MemoryKey(camera, id()).toString();
  }

  /** What is remembered of a camera; null if that is nothing, or cannot be read. */
  @Nullable Memory stored(CameraId camera) {
    return load(key(camera), new ArrayList<>(0));
  }

  /**
   * Takes a record.
   *
   * @return null if no version reads the encoder that made it
   */
  @Nullable Taken take(CameraId camera, FeatureRecord record) {
    List<ResetCause> unread = new ArrayList<>(0);
    Memory memory = load(key(camera), unread);
    Voice voice = voices.taking(record, memory);
    if (voice == null) {
      return null;
    }
    if (memory != null && voice.quarantine().holds(memory, record)) {
      return new Taken(voice, memory, Change.none(Verdict.QUARANTINED), null);
    }
    try {
      return take(voice, memory, unread, record);
    } catch (ContractException | InferenceException e) {
      Voice before = voices.before(voice, record);
      Taken taken = before == null ? null : goBack(camera, record, voice, before, e);
      if (taken != null) {
        return taken;
      }
      voices.rollBackUntried(voice, e);
      return fail(camera, record, voice, e);
    }
  }

  /** Lets the version before take what the current one failed on; null if both fail. */
  private @Nullable Taken goBack(
      CameraId camera, FeatureRecord record, Voice failed, Voice before, RuntimeException fault) {
    Taken taken;
    try {
      List<ResetCause> unread = new ArrayList<>(0);
      taken = take(before, load(key(camera), unread), unread, record);
    } catch (ContractException | InferenceException e) {
      // Both fail: the frame is at fault.
      return null;
    }
    voices.rollBack(failed, fault);
    return taken;
  }

  /** A failed step leaves the memory as it was, but for the count of its failures. */
  private Taken fail(CameraId camera, FeatureRecord record, Voice voice, RuntimeException fault) {
    List<ResetCause> unread = new ArrayList<>(0);
    Memory stored = load(key(camera), unread);
    Memory memory = stored == null ? voice.blank() : stored;
    Change change = voice.quarantine().fail(memory, record);
    unread.forEach(change::reset);
    return new Taken(voice, memory, change, fault);
  }

  private static Taken take(
      Voice voice, @Nullable Memory stored, List<ResetCause> unread, FeatureRecord record) {
    Memory memory = stored == null ? voice.blank() : stored;
    Change change = voice.step().take(memory, record);
    unread.forEach(change::reset);
    if (change.verdict() == Verdict.STEPPED) {
      Quarantine.succeed(memory, change);
      voice.version().speaking().passed(1);
    }
    return new Taken(voice, memory, change, null);
  }

  /** A memory that cannot be read is never guessed at: the camera starts afresh. */
  private @Nullable Memory load(String key, List<ResetCause> unread) {
    byte[] bytes = store.get(key);
    if (bytes == null) {
      return null;
    }
    try {
      return codec.read(id(), bytes);
    } catch (ContractException e) {
      LOG.warn("Memory '{}' starts afresh: {}", key, e.getMessage());
      unread.add(
          e.code() == ErrorCode.UNKNOWN_VERSION ? ResetCause.CODEC_VERSION : ResetCause.UNREADABLE);
      return null;
    }
  }

  @Override
  public void close() {
    voices.close();
  }
}
