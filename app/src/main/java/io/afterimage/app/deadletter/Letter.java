package io.afterimage.app.deadletter;

import io.afterimage.contract.event.DeadLetter;

/**
 * A dead letter and where it lies.
 *
 * @param ref where it lies
 * @param content what it says
 */
public record Letter(LetterRef ref, DeadLetter content) {}
