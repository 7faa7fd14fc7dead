package io.afterimage.inference.stage;

import io.afterimage.contract.frame.Frame;

/**
 * A frame that is to be encoded.
 *
 * @param slot the record it came in
 * @param frame the frame; its pixels are a view of the record's value
 */
record FrameSlot(Slot slot, Frame frame) {}
