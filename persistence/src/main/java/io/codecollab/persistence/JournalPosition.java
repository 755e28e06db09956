package io.codecollab.persistence;

/**
 * A moment in the life of a shared journal: which transactions were committed then. Immutable.
 *
 * @param snapshot as the database writes it
 */
public record JournalPosition(String snapshot) {}
