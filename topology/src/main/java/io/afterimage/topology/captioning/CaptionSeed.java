package io.afterimage.topology.captioning;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Which words are drawn where the decoding samples. Stateless and thread-safe. */
final class CaptionSeed {
  private CaptionSeed() {}

  /**
   * The first 8 bytes of the SHA-256 of a request's id, the most significant first: a request that
   * comes again is answered with the same sentence.
   */
  static long of(String id) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
