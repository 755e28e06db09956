package io.codecollab.persistence;

import java.util.Optional;

/**
 * Where somebody stands with a document in the directory. Immutable.
 *
 * @param document what is known of it
 * @param user who is meant
 * @param memberRole the role as a member, in the words of whoever wrote it; empty if none
 * @param banned whether this person may not come in, whatever else would let them
 */
public record Standing(DirectoryEntry document, String user, Optional<String> memberRole, boolean banned) {

    public boolean isOwner() {
        return document.owner().equals(user);
    }
}
