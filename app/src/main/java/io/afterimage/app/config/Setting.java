package io.afterimage.app.config;

/**
 * A value that somebody gave to a key. Immutable.
 *
 * @param key dotted, in snake case
 * @param value as text; the elements of a list are joined by commas
 * @param origin where it was given, for messages: {@code afterimage.yaml}, a variable's or an
 *     option's name
 */
public record Setting(String key, String value, String origin) {}
