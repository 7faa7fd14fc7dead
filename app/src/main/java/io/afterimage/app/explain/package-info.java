/**
 * What was looked at for captions and actions, as pictures: they are read from a file of events,
 * their frames from the recording, and sheets are written to a folder.
 */
@NullMarked
package io.afterimage.app.explain;

import org.jspecify.annotations.NullMarked;
