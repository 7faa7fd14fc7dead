package io.afterimage.contract.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that a stage could not use: where it is and why, not its content.
 *
 * @param time wall clock at which it was set aside
 * @param stage {@code encode}, {@code memory} or {@code caption}
 * @param cause the kind of fault, as counted in the metrics
 * @param message one sentence for a person
 * @param topic where the record is
 * @param partition its partition
 * @param offset its offset
 * @param camera the record's key, if it is readable text
 * @param size bytes of its value
 * @param sha256 hash of its value, 64 hexadecimal digits
 */
public record DeadLetter(
    Instant time,
    String stage,
    String cause,
    String message,
    String topic,
    int partition,
    long offset,
    @Nullable String camera,
    int size,
    String sha256) {}
