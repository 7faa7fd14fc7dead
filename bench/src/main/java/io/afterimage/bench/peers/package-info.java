/** What {@code bench/peers} needs of the JVM: a broker in a process of its own. */
@NullMarked
package io.afterimage.bench.peers;

import org.jspecify.annotations.NullMarked;
