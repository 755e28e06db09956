package io.codecollab.persistence;

/**
 * One journal row.
 *
 * @param sequence its place in the journal, growing with every append and never used twice
 * @param update as it was appended; not to be modified
 */
@SuppressWarnings(
        "ArrayRecordComponent") // identity is all that is compared; copying every update would double the load
public record StoredUpdate(long sequence, byte[] update) {}
