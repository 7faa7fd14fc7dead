/** FFmpeg's containers and codecs, read within deadlines. */
@NullMarked
package io.afterimage.ingest.stream;

import org.jspecify.annotations.NullMarked;
