/** Reading recordings as ingest does, beside the {@code ffmpeg} command. */
@NullMarked
package io.afterimage.bench.speed.decode;

import org.jspecify.annotations.NullMarked;
