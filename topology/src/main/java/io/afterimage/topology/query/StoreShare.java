package io.afterimage.topology.query;

/**
 * What of a camera lies in one store. Immutable.
 *
 * @param store the store's name
 * @param entries how many entries
 * @param bytes of their values together
 */
public record StoreShare(String store, int entries, long bytes) {}
