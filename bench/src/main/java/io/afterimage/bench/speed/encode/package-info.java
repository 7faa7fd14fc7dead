/** Frames to features, beside the JPEG decoder and ONNX Runtime alone. */
@NullMarked
package io.afterimage.bench.speed.encode;

import org.jspecify.annotations.NullMarked;
