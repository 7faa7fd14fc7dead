/** From sampled frames to Kafka: epochs, credits, slots, markers. */
@NullMarked
package io.afterimage.ingest.publish;

import org.jspecify.annotations.NullMarked;
