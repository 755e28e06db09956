package io.codecollab.persistence;

import org.jspecify.annotations.Nullable;

/**
 * Which entries of the directory somebody wants to see. Immutable.
 *
 * @param user whose standing is told
 * @param everybodys whether documents are told of which that user is neither owner nor member
 * @param search what the search key contains; empty for all
 * @param deleted those that were put away, which only their owner sees, or those that were not
 * @param after the last entry of the page before; null for the first page
 * @param limit how many at most
 */
public record DirectoryQuery(
        String user,
        boolean everybodys,
        String search,
        boolean deleted,
        @Nullable Position after,
        int limit) {

    public DirectoryQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("must be positive, limit=" + limit);
        }
    }

    /**
     * An entry's place in the order: the newest first. It does not move when entries are changed.
     *
     * @param createdAtMs when the document was made
     * @param name the document
     */
    public record Position(long createdAtMs, String name) {}
}
