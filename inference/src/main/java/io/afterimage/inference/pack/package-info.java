/** What a model pack says of itself: the manifest, read and validated. */
@NullMarked
package io.afterimage.inference.pack;

import org.jspecify.annotations.NullMarked;
