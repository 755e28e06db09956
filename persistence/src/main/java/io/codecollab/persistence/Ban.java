package io.codecollab.persistence;

/**
 * Somebody who may not come into a document. Immutable.
 *
 * @param user who
 * @param bannedBy who says so
 * @param bannedAtMs since when, in milliseconds since 1970
 */
public record Ban(String user, String bannedBy, long bannedAtMs) {}
