package io.afterimage.inference.stage;

import io.afterimage.contract.feature.Tensor;
import io.afterimage.contract.frame.FrameInput;
import io.afterimage.inference.InferenceException;
import io.afterimage.inference.live.LivePack;
import io.afterimage.inference.live.PackVersion;
import io.afterimage.inference.live.PackVersion.Lease;
import io.afterimage.inference.live.Versions;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes with the version of the pack that leads. A new version that fails on a frame that the one
 * before takes is rolled back, as long as it is on probation. Thread-safe.
 */
final class LiveEncoder {
  private final LivePack pack;

  /**
   * What came of a batch.
   *
   * @param encoder the hash of the encoder that made it
   * @param outputs of each frame
   */
  record Encoded(String encoder, List<List<Tensor>> outputs) {}

  LiveEncoder(LivePack pack) {
    this.pack = pack;
  }

  /** The frames that it reads: those of every version. */
  FrameInput input() {
    return pack.versions().current().pack().manifest().input();
  }

  /**
   * Encodes a batch.
   *
   * @throws InferenceException as {@link
   *     io.afterimage.inference.runtime.FrameEncoder#encode(List)}; of one frame, if the version
   *     before fails too
   */
  Encoded encode(List<ByteBuffer> frames) {
    try (Lease lease = pack.leader()) {
      PackVersion version = lease.version();
      try {
        Encoded encoded = encode(lease, frames);
        version.encoding().passed(frames.size());
        return encoded;
      } catch (InferenceException e) {
        if (frames.size() > 1 || !version.encoding().lasts()) {
          throw e;
        }
        return goBack(version, frames, e);
      }
    }
  }

  private Encoded goBack(PackVersion failed, List<ByteBuffer> frames, InferenceException fault) {
    try (Lease before = pack.lease(versions -> before(versions, failed))) {
      if (before == null) {
        throw fault;
      }
      Encoded encoded = encode(before, frames);
      pack.rollBack(failed, fault);
      return encoded;
    } catch (InferenceException e) {
      // Both fail: the frame is at fault.
      throw fault;
    }
  }

  private static @Nullable PackVersion before(Versions versions, PackVersion failed) {
    return versions.current() == failed ? versions.previous() : null;
  }

  private static Encoded encode(Lease lease, List<ByteBuffer> frames) {
    List<List<Tensor>> outputs = lease.graphs().encoder().encode(frames);
    return new Encoded(lease.version().encoder(), outputs);
  }
}
