/** Features to memory to events, in Kafka Streams. */
@NullMarked
package io.afterimage.topology;

import org.jspecify.annotations.NullMarked;
