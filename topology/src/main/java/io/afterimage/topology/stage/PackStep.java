package io.afterimage.topology.stage;

import io.afterimage.contract.CameraId;
import io.afterimage.contract.ContractException;
import io.afterimage.contract.ErrorCode;
import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureCodec;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.runtime.MemoryModel.Ask;
import io.afterimage.topology.memory.Memory;
import io.afterimage.topology.memory.MemoryCodec;
import io.afterimage.topology.memory.MemoryKey;
import io.afterimage.topology.memory.ResetCause;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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

  /** Records for each that may share a run. */
  private static final int LOOKED_AT = 2;

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
  PackStep(
      LivePack pack, KeyValueStore<String, byte[]> store, int quarantineAfter, StageMeters meters) {
    voices = new Voices(pack, quarantineAfter, meters);
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
   * @param upcoming what comes after it in its partition, as far as that is known: frames of other
   *     cameras share its run of the graphs
   * @return null if no version reads the encoder that made it
   */
  @Nullable Taken take(
      CameraId camera, FeatureRecord record, Collection<ConsumerRecord<byte[], byte[]>> upcoming) {
    List<ResetCause> unread = new ArrayList<>(0);
    Memory memory = load(key(camera), unread);
    Voice voice = voices.taking(record, memory);
    if (voice == null) {
      return null;
    }
    if (memory != null && voice.quarantine().holds(memory, record)) {
      return new Taken(voice, memory, Change.none(Verdict.QUARANTINED), null);
    }
    if (record instanceof Feature feature) {
      foresee(voice.foresight(), camera, feature, memory, upcoming);
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

  private void foresee(
      Foresight foresight,
      CameraId camera,
      Feature feature,
      @Nullable Memory memory,
      Collection<ConsumerRecord<byte[], byte[]>> upcoming) {
    int most = foresight.together();
    if (most == 1 || upcoming.isEmpty() || foresight.knows(feature)) {
      return;
    }
    List<Ask> asks = new ArrayList<>(List.of(foresight.ask(feature, memory)));
    Set<CameraId> cameras = new HashSet<>(Set.of(camera));
    // Of few cameras all is near; of many not all has to be seen.
    Iterator<ConsumerRecord<byte[], byte[]>> next = upcoming.iterator();
    for (int i = 0; i < LOOKED_AT * most && asks.size() < most && next.hasNext(); i++) {
      Ask ask = ask(foresight, feature.encoder(), next.next(), cameras);
      if (ask != null) {
        asks.add(ask);
      }
    }
    foresight.look(asks);
  }

  /** How a record will be stepped; null if that cannot be said, or is not to be. */
  private @Nullable Ask ask(
      Foresight foresight,
      String encoder,
      ConsumerRecord<byte[], byte[]> record,
      Set<CameraId> cameras) {
    try {
      CameraId camera = CameraId.ofKey(CameraId.keyText(record.key()));
      if (!cameras.add(camera) || record.value() == null) {
        return null;
      }
      if (!(FeatureCodec.read(record.value()) instanceof Feature feature)
          || !feature.encoder().equals(encoder)) {
        return null;
      }
      byte[] bytes = store.get(key(camera));
      return foresight.ask(feature, bytes == null ? null : codec.read(id(), bytes));
    } catch (ContractException e) {
      return null; // It is told when it is taken.
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
