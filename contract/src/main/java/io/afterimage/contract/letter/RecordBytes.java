package io.afterimage.contract.letter;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it lies in a topic, and where. The arrays are the maker's and are not changed.
 *
 * @param topic its topic; empty if there is no record
 * @param partition its partition; -1 if there is no record
 * @param offset its offset; -1 if there is no record
 * @param timestampMs its time, milliseconds since 1970; -1 if it has none
 * @param headers its headers
 * @param key its key
 * @param value its value
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
public record RecordBytes(
    String topic,
    int partition,
    long offset,
    long timestampMs,
    Headers headers,
    byte @Nullable [] key,
    byte @Nullable [] value) {

  /** Bytes of the value, 0 if there is none. */
  public int size() {
    return value == null ? 0 : value.length;
  }

  /** The value's hash, 64 hexadecimal digits; without a value that of no bytes. */
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(value == null ? new byte[0] : value));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
