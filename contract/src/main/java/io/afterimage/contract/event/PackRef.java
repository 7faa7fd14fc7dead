package io.afterimage.contract.event;

/**
 * Which pack spoke.
 *
 * @param id the pack's name
 * @param version its version
 * @param sha256 the hash of its content, 64 hexadecimal digits
 */
public record PackRef(String id, String version, String sha256) {}
