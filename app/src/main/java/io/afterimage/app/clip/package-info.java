/** Video and frames on disk, without Kafka. */
@NullMarked
package io.afterimage.app.clip;

import org.jspecify.annotations.NullMarked;
