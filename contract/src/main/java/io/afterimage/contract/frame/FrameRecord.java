package io.afterimage.contract.frame;

import io.afterimage.contract.StreamRecord;

/**
 * What the {@code frames} topic holds: a {@link Frame} or a {@link io.afterimage.contract.Marker}.
 */
public interface FrameRecord extends StreamRecord {}
