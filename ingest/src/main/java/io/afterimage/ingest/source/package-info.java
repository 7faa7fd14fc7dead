/** Where pictures come from: what FFmpeg reads, and what is drawn. */
@NullMarked
package io.afterimage.ingest.source;

import org.jspecify.annotations.NullMarked;
