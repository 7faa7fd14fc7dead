/** From a source's pictures to sampled, scaled and stacked planes with times that go on. */
@NullMarked
package io.afterimage.ingest.sample;

import org.jspecify.annotations.NullMarked;
