/**
 * Interactive queries: what the stores of a running topology hold, on this instance, and which
 * instance holds the rest. Plain values come out; Kafka Streams' own types stay inside.
 */
@NullMarked
package io.afterimage.topology.query;

import org.jspecify.annotations.NullMarked;
