/** What is done to a running pipeline. */
@NullMarked
package io.afterimage.bench.chaos.fault;

import org.jspecify.annotations.NullMarked;
