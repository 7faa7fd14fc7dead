/**
 * Captions on their way: what is asked of a captioner, and the JSON events that it answers with.
 */
@NullMarked
package io.afterimage.contract.caption;

import org.jspecify.annotations.NullMarked;
