package io.codecollab.server.document;

/**
 * What one instance's copy of a document says to the others, or an instance to all.
 *
 * @param from who says it
 * @param sequence how many {@link Edits} and {@link InStore} it has told so far, this one included: a gap means a loss
 * @param committed its edits up to this sequence number are durable
 */
public record PeerMessage(Peer from, long sequence, long committed, Content content) {

    private static final int SMALL_BYTES = 128;

    /** About how many bytes it takes. */
    int size() {
        if (content instanceof Edits edits) {
            return SMALL_BYTES + edits.update().length;
        }
        if (content instanceof Diff diff) {
            return SMALL_BYTES + diff.update().length;
        }
        if (content instanceof Presence presence) {
            return SMALL_BYTES + presence.update().length;
        }
        return SMALL_BYTES + (content instanceof Told told ? told.text().length() : 0);
    }

    /** What is said. */
    public sealed interface Content {}

    /**
     * Clients of the sender edited.
     *
     * @param update in update format V1; not to be modified
     */
    public record Edits(byte[] update) implements Content {}

    /** There is something in the store that is too large to be told. */
    public record InStore() implements Content {}

    /**
     * What the sender has, for those who have something else.
     *
     * @param purpose what it wants to hear
     */
    public record State(Purpose purpose, Version version) implements Content {}

    /** Why somebody tells what it has. */
    public enum Purpose {
        /** It is new, or may have missed anything: who lacks something asks, who has more answers, and all say who is there. */
        GREET,
        /** It makes sure: who lacks something asks, who has more answers. */
        CHECK,
        /** It lacks something: who has more answers. */
        ASK
    }

    /**
     * What somebody lacked.
     *
     * @param to who lacked it
     * @param version what the sender has
     * @param isDurable whether all of the update is known to be durable
     * @param update in update format V1; not to be modified
     */
    public record Diff(Peer to, Version version, boolean isDurable, byte[] update) implements Content {}

    /**
     * Clients of the sender came, moved or left.
     *
     * @param update an awareness update; not to be modified
     */
    public record Presence(byte[] update) implements Content {}

    /** A client of the sender sent a message to all others. */
    public record Told(String text) implements Content {}

    /** Whoever runs the servers wants the document closed: everybody is sent away, and may come back. */
    public record Close() implements Content {}

    /**
     * What somebody may do was changed: those who are connected are to be looked at again, or sent away.
     *
     * @param user who; empty for everybody
     * @param document where; empty for everywhere
     * @param isKick whether they are to be sent away, whatever they may do
     */
    public record AccessChange(String user, String document, boolean isKick) implements Content {}

    /** The sender is still there. */
    public record Alive() implements Content {}

    /** The sender closes the document. */
    public record Farewell() implements Content {}
}
