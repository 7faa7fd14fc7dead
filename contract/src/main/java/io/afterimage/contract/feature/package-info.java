/**
 * The record of the {@code features} topic: what an encoder made of one frame, in a compact binary
 * form.
 */
@NullMarked
package io.afterimage.contract.feature;

import org.jspecify.annotations.NullMarked;
