/** Runs a pack again over what a cluster still holds, beside what was told live. */
@NullMarked
package io.afterimage.app.replay;

import org.jspecify.annotations.NullMarked;
