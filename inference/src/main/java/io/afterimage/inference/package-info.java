/** Model packs on ONNX Runtime. */
@NullMarked
package io.afterimage.inference;

import org.jspecify.annotations.NullMarked;
