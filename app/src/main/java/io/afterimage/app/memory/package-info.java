/** The commands that list, show and forget memories. */
@NullMarked
package io.afterimage.app.memory;

import org.jspecify.annotations.NullMarked;
