/** One broker, one topology, and features to give it: what its costs are measured with. */
@NullMarked
package io.afterimage.bench.rig;

import org.jspecify.annotations.NullMarked;
