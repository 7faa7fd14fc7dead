package io.afterimage.topology.query;

import org.jspecify.annotations.Nullable;

/**
 * From where state was read. Immutable.
 *
 * @param instance {@code HOST:PORT} of the instance; null: it has no address
 * @param application the topology's application id
 * @param partition of the topics and of the stores
 * @param copy whether it is a standby's copy, or one that is still being restored, rather than the
 *     state that is worked on
 * @param behind how many changes the copy lacks, as far as is known; 0 if it is none
 */
public record Where(
    @Nullable String instance, String application, int partition, boolean copy, long behind) {}
