/** FFmpeg's pictures: scaled, turned and compressed, each object with one owner that frees it. */
@NullMarked
package io.afterimage.ingest.picture;

import org.jspecify.annotations.NullMarked;
