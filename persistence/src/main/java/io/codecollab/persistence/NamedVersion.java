package io.codecollab.persistence;

/**
 * A moment of a document that somebody kept. Immutable.
 *
 * @param id ascending with time; unique in the store
 * @param document of which
 * @param name what it is called; may be empty
 * @param author who kept it
 * @param createdAtMs when, in milliseconds since 1970
 * @param bytes how large it is
 */
public record NamedVersion(long id, String document, String name, String author, long createdAtMs, long bytes) {}
