/** Captions word by word: the vocabulary and the search over what a word model says. */
@NullMarked
package io.afterimage.inference.caption;

import org.jspecify.annotations.NullMarked;
