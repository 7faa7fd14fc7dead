/** The processes of a run: brokers, roles, and what keeps them up. */
@NullMarked
package io.afterimage.bench.chaos.process;

import org.jspecify.annotations.NullMarked;
