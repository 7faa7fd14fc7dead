/**
 * Draws captions and actions, their frames and the attention on these; knows neither files nor
 * video.
 */
@NullMarked
package io.afterimage.app.explain.draw;

import org.jspecify.annotations.NullMarked;
