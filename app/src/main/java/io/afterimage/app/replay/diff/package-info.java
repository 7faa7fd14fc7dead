/** What was told of the same frames twice, compared: events and captions, live and replayed. */
@NullMarked
package io.afterimage.app.replay.diff;

import org.jspecify.annotations.NullMarked;
