/** Where records go that cannot be used: a reference with the reason, counted by cause. */
@NullMarked
package io.afterimage.topology.deadletter;

import org.jspecify.annotations.NullMarked;
