/** Pictures to video files. */
@NullMarked
package io.afterimage.ingest.clip;

import org.jspecify.annotations.NullMarked;
