/** The Kafka cluster as seen by the command line: its topics and what is in them. */
@NullMarked
package io.afterimage.app.kafka;

import org.jspecify.annotations.NullMarked;
