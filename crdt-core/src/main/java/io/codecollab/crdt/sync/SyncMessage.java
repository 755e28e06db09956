package io.codecollab.crdt.sync;

/**
 * One of the three things documents say to each other. Immutable as long as nobody writes to the arrays, which are not
 * copied.
 */
public sealed interface SyncMessage {

    /**
     * "This is what I have": asks for a {@link Step2}.
     *
     * @param stateVector an encoded state vector
     */
    record Step1(byte[] stateVector) implements SyncMessage {}

    /**
     * "This is what you lack": whoever gets it knows all that the sender knew.
     *
     * @param update in update format V1, empty ({@code 00 00}) when nothing is missing
     */
    record Step2(byte[] update) implements SyncMessage {}

    /**
     * "This just happened."
     *
     * @param update in update format V1
     */
    record Update(byte[] update) implements SyncMessage {}
}
