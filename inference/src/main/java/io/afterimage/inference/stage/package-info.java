/** The encoding stage: frames from Kafka through the encoder to features on Kafka. */
@NullMarked
package io.afterimage.inference.stage;

import org.jspecify.annotations.NullMarked;
