/**
 * Windows of frames that are to be put into words: which frames are kept, when a window opens and
 * closes, and what is asked of the captioner. Pure rules over one camera's frames.
 */
@NullMarked
package io.afterimage.topology.window;

import org.jspecify.annotations.NullMarked;
