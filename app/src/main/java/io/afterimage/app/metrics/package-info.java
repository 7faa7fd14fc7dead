/** What the process counts and measures, and where Prometheus reads it. */
@NullMarked
package io.afterimage.app.metrics;

import org.jspecify.annotations.NullMarked;
