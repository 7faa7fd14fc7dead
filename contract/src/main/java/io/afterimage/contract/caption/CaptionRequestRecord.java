package io.afterimage.contract.caption;

import io.afterimage.contract.StreamRecord;

/**
 * What the {@code caption-requests} topic holds: a {@link CaptionRequest} or a {@link
 * io.afterimage.contract.Marker}.
 */
public interface CaptionRequestRecord extends StreamRecord {}
