package io.afterimage.contract.event;

/** What the {@code predictions} topic holds. */
public sealed interface PredictionRecord extends EventRecord permits Prediction, EventMarker {}
