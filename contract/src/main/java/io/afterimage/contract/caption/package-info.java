/**
 * Captions on their way: what is asked of a captioner, and the JSON events that it answers with;
 * and what was looked at, for them and for action events.
 */
@NullMarked
package io.afterimage.contract.caption;

import org.jspecify.annotations.NullMarked;
