package io.codecollab.server.document;

/**
 * Another instance's copy of a document, from when it was opened there until it is closed.
 *
 * @param node chosen at random by a process when it starts
 * @param opening counts what that process opened
 */
public record Peer(long node, long opening) {

    static final Peer NOBODY = new Peer(0, 0);

    @Override
    public String toString() {
        return Long.toHexString(node) + "/" + opening;
    }
}
