package io.afterimage.topology.stage;

import io.afterimage.contract.feature.Feature;
import io.afterimage.contract.feature.FeatureRecord;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.live.PackVersion;
import io.afterimage.inference.live.Versions;
import io.afterimage.topology.memory.Memory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a pack in one task. Which one takes a record is read from the record and its
 * camera's memory: a frame is the current version's if that reads its encoder's features, else the
 * one's before. One thread at a time.
 */
final class Voices implements AutoCloseable {
  private final LivePack pack;
  private final OpenVersions<Voice> voices;

  /**
   * Opens the current version.
   *
   * @param quarantineAfter failures in a row; 0: never
   */
  Voices(LivePack pack, int quarantineAfter, StageMeters meters) {
    this.pack = pack;
    voices = new OpenVersions<>(pack, lease -> new Voice(lease, pack, quarantineAfter, meters));
    Voice unused = current();
  }

  /** The pack's id. */
  String id() {
    return pack.id();
  }

  /** The version that speaks. */
  Voice current() {
    return Objects.requireNonNull(voices.pick(Versions::current));
  }

  /**
   * The version that takes a record; null if none reads the encoder that made it.
   *
   * @param memory the camera's; null if there is none, or none that can be read
   */
  @Nullable Voice taking(FeatureRecord record, @Nullable Memory memory) {
    if (record instanceof Feature feature) {
      return voices.pick(versions -> versions.reading(feature.encoder()));
    }
    // A marker is no reason for a version to begin: it ends what another has said.
    return voices.pick(versions -> owner(versions, memory));
  }

  private static PackVersion owner(Versions versions, @Nullable Memory memory) {
    PackVersion owner = memory == null ? null : versions.of(memory.pack().sha256());
    return owner == null ? versions.current() : owner;
  }

  /**
   * The version before one that failed on a record; null if that one is not on probation, or the
   * one before cannot read it.
   */
  @Nullable Voice before(Voice failed, FeatureRecord record) {
    return failed.version().speaking().lasts()
        ? voices.pick(versions -> before(versions, failed.version(), record))
        : null;
  }

  private static @Nullable PackVersion before(
      Versions versions, PackVersion failed, FeatureRecord record) {
    PackVersion before = versions.current() == failed ? versions.previous() : null;
    return before != null
            && record instanceof Feature feature
            && before.encoder().equals(feature.encoder())
        ? before
        : null;
  }

  /** Goes back to the version before the one that failed. */
  void rollBack(Voice failed, RuntimeException fault) {
    pack.rollBack(failed.version(), fault);
  }

  /**
   * Goes back from a version of another encoder, whose frames the one before cannot try, if it has
   * not taken a single one.
   */
  void rollBackUntried(Voice failed, RuntimeException fault) {
    PackVersion version = failed.version();
    PackVersion previous = pack.versions().previous();
    if (version.speaking().isUntried()
        && previous != null
        && !previous.encoder().equals(version.encoder())) {
      pack.rollBack(version, fault);
    }
  }

  @Override
  public void close() {
    voices.close();
  }
}
