/** What is kept of one camera between two records, and how it is written down. */
@NullMarked
package io.afterimage.topology.memory;

import org.jspecify.annotations.NullMarked;
