package io.afterimage.topology.stage;

import io.afterimage.contract.event.PackRef;
import io.afterimage.topology.rules.Emission;

/**
 * What the event rules said, and for whom.
 *
 * @param pack the pack whose event it is
 * @param epoch the epoch whose event it is
 * @param emission what is to be told
 */
record Spoken(PackRef pack, long epoch, Emission emission) {}
