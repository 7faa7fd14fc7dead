/** The stage that answers caption requests: guard, load, compute, save, forward. */
@NullMarked
package io.afterimage.topology.captioning;

import org.jspecify.annotations.NullMarked;
