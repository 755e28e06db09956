package io.codecollab.server.document;

/** The way to the other instances that serve the same documents. What is said may get lost: documents notice and ask. Thread-safe. */
public interface Relay {

    /** For a server that is alone. */
    Relay NONE = (name, listener) -> Link.NOWHERE;

    /** Begins to hear, and to tell, the instances that have a document open. Never waits. */
    Link open(DocumentName name, Listener listener);

    /** Begins to hear, and to tell, all instances, whichever documents they have open: {@link PeerMessage.AccessChange}. Never waits. */
    default Link openForAll(Listener listener) {
        return Link.NOWHERE;
    }

    /** One document's share of the relay, or the share of what is not about a document. */
    interface Link {

        Link NOWHERE = new Link() {
            @Override
            public Peer self() {
                return Peer.NOBODY;
            }

            @Override
            public void publish(PeerMessage message) {}

            @Override
            public void close() {}
        };

        /** What the others know this document's copy by. */
        Peer self();

        /** Tells all others; lost while there is no connection. Never waits. */
        void publish(PeerMessage message);

        /** Hears nothing any more. */
        void close();
    }

    /** Who hears what other instances say of one document. On any thread, must not block. */
    interface Listener {

        /** Everything said from now on is heard; what was said before may have been missed. Comes again after every interruption. */
        void connected();

        /** Another instance said something. */
        void heard(PeerMessage message);
    }
}
