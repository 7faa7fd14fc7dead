/** When events become visible: with their transaction, or before it. */
@NullMarked
package io.afterimage.topology.delivery;

import org.jspecify.annotations.NullMarked;
