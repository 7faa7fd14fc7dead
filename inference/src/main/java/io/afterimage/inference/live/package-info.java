/** Packs that are replaced while they are used: their versions, and who still needs which. */
@NullMarked
package io.afterimage.inference.live;

import org.jspecify.annotations.NullMarked;
