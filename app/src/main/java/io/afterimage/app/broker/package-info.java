/** A Kafka broker inside this process, and the folder in which it keeps its data. */
@NullMarked
package io.afterimage.app.broker;

import org.jspecify.annotations.NullMarked;
