package io.codecollab.persistence;

import org.jspecify.annotations.Nullable;

/**
 * How committing goes, as of one moment. Immutable.
 *
 * @param failing whether the last attempt to commit failed, or one has been going on for longer than any should
 * @param failingSinceMs since when, in milliseconds since 1970; 0 when it is not failing
 * @param lastError why, in one line; null when it is not failing
 * @param unsavedBytes what was appended and is not committed, in memory and spilled
 * @param spilledBytes how much of that is in a local file, and survives the process
 * @param full whether appends are refused because too much waits already
 */
public record StoreHealth(
        boolean failing,
        long failingSinceMs,
        @Nullable String lastError,
        long unsavedBytes,
        long spilledBytes,
        boolean full) {}
