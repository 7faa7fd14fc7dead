/** What is measured with: recordings, cut or drawn for any number of cameras. */
@NullMarked
package io.afterimage.bench.speed.clip;

import org.jspecify.annotations.NullMarked;
