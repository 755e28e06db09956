package io.codecollab.server.session;

/** Hears who comes and goes. On a connection's thread; must not block. */
public interface Attendance {

    /** Nobody wants to know. */
    Attendance UNWATCHED = new Attendance() {
        @Override
        public void joined(LiveSessions.Connected client) {}

        @Override
        public void left(LiveSessions.Connected client) {}
    };

    /** A client was let in to a document. */
    void joined(LiveSessions.Connected client);

    /** A client that was let in is gone. */
    void left(LiveSessions.Connected client);
}
