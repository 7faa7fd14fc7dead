package io.afterimage.contract.event;

/** What the {@code actions} topic holds. */
public sealed interface ActionRecord extends EventRecord permits ActionEvent, EventMarker {}
