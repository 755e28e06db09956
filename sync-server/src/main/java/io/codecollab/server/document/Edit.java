package io.codecollab.server.document;

/**
 * What one message of a subscriber brought. Immutable.
 *
 * @param from who sent it
 * @param update what of it was new, in update format V1; the empty update when all of it was known. Not to be modified
 * @param isAnswer whether it answered {@link Subscriber#joined}, rather than telling of a new edit
 */
public record Edit(Subscriber from, byte[] update, boolean isAnswer) {

    /** Whether there was anything new in it. */
    public boolean isNews() {
        return update.length != 2 || update[0] != 0 || update[1] != 0;
    }
}
