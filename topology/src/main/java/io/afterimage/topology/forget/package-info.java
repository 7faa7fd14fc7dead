/** Removing what is kept of a camera: on command, and when it was not seen for long. */
@NullMarked
package io.afterimage.topology.forget;

import org.jspecify.annotations.NullMarked;
