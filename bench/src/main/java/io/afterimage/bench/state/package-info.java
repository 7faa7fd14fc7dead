/** What memories cost: bytes in the changelogs, and the time that a restore takes. */
@NullMarked
package io.afterimage.bench.state;

import org.jspecify.annotations.NullMarked;
