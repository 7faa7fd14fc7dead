package io.afterimage.contract.feature;

import io.afterimage.contract.StreamRecord;

/**
 * What the {@code features} topic holds: a {@link Feature} or a {@link
 * io.afterimage.contract.Marker}.
 */
public interface FeatureRecord extends StreamRecord {}
