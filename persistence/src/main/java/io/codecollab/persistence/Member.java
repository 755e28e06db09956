package io.codecollab.persistence;

/**
 * Somebody with a role in a document, the owner apart. Immutable.
 *
 * @param user who
 * @param role in the words of whoever wrote it
 * @param addedAtMs since when, in milliseconds since 1970
 */
public record Member(String user, String role, long addedAtMs) {}
