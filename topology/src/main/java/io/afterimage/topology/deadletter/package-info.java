/** Where records go that cannot be used: a letter with the reason, counted by cause. */
@NullMarked
package io.afterimage.topology.deadletter;

import org.jspecify.annotations.NullMarked;
