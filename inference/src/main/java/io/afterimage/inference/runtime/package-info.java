/** A pack's graphs, running on ONNX Runtime. */
@NullMarked
package io.afterimage.inference.runtime;

import org.jspecify.annotations.NullMarked;
