/** What the tests of this module share. */
@NullMarked
package io.afterimage.ingest.testing;

import org.jspecify.annotations.NullMarked;
