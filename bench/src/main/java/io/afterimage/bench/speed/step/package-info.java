/** Features to predictions, beside the ONNX step and a bare loop through Kafka. */
@NullMarked
package io.afterimage.bench.speed.step;

import org.jspecify.annotations.NullMarked;
