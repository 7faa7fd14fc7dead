/** What is used in a measurement, and measuring two things in turn. */
@NullMarked
package io.afterimage.bench.speed.measure;

import org.jspecify.annotations.NullMarked;
