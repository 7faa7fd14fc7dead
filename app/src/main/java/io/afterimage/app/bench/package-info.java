/** Measurements of the running system. */
@NullMarked
package io.afterimage.app.bench;

import org.jspecify.annotations.NullMarked;
