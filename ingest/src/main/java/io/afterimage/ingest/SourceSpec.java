package io.afterimage.ingest;

import io.afterimage.contract.CameraId;

/**
 * A camera and where its pictures come from. Immutable.
 *
 * @param camera the key of its records
 * @param address what to open
 */
public record SourceSpec(CameraId camera, SourceAddress address) {}
