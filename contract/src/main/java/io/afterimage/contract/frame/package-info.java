/** The record of the {@code frames} topic: one sampled picture, its headers and its codec. */
@NullMarked
package io.afterimage.contract.frame;

import org.jspecify.annotations.NullMarked;
