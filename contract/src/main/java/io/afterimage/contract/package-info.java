/** What every module says the same way: camera ids, positions in a stream, topics, markers. */
@NullMarked
package io.afterimage.contract;

import org.jspecify.annotations.NullMarked;
