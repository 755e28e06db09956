package io.codecollab.server.document;

import org.jspecify.annotations.Nullable;

/**
 * What one message of a subscriber, or of another instance, brought. Immutable.
 *
 * @param from who sent it; null for another instance
 * @param update what of it was new, in update format V1; the empty update when all of it was known. Not to be modified
 * @param isAnswer whether it answered {@link Subscriber#joined}, rather than telling of a new edit
 */
public record Edit(@Nullable Subscriber from, byte[] update, boolean isAnswer) {

    /** Whether there was anything new in it. */
    public boolean isNews() {
        return update.length != 2 || update[0] != 0 || update[1] != 0;
    }
}
