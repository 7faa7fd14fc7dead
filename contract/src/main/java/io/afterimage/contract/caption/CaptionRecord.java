package io.afterimage.contract.caption;

import io.afterimage.contract.event.EventRecord;

/**
 * What the {@code captions} topic holds: a {@link CaptionEvent} or an {@link
 * io.afterimage.contract.event.EventMarker}.
 */
public interface CaptionRecord extends EventRecord {}
