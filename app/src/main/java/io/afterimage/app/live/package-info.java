/** The packs of this process, and how they are replaced while it runs. */
@NullMarked
package io.afterimage.app.live;

import org.jspecify.annotations.NullMarked;
