/** Frames through the embedded broker, beside Kafka's own performance tools. */
@NullMarked
package io.afterimage.bench.speed.broker;

import org.jspecify.annotations.NullMarked;
