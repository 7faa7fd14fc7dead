/** FFmpeg's objects, each with one owner that frees it. */
@NullMarked
package io.afterimage.ingest.media;

import org.jspecify.annotations.NullMarked;
