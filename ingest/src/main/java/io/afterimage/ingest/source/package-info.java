/** From a source's pictures to sampled, scaled and stacked planes with times that go on. */
@NullMarked
package io.afterimage.ingest.source;

import org.jspecify.annotations.NullMarked;
