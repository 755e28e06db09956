package io.codecollab.server.e2e;

/** The npm clients, in the versions that people use: {@code src/test/node/package.json} says which. */
enum ClientKind {
    Y_WEBSOCKET_1("y-websocket-1"),
    Y_WEBSOCKET_2("y-websocket-2"),
    Y_WEBSOCKET_3("y-websocket-3"),
    /** On Yjs 14, whose client ids have 53 bits. */
    Y_WEBSOCKET_4("y-websocket-4"),
    HOCUSPOCUS_2("hocuspocus-2"),
    HOCUSPOCUS_3("hocuspocus-3"),
    HOCUSPOCUS_4("hocuspocus-4"),
    Y_SWEET("y-sweet"),
    /** Needs the server only to find others. */
    Y_WEBRTC("y-webrtc");

    private final String label;

    ClientKind(String label) {
        this.label = label;
    }

    /** Its name in the line protocol of {@code host.mjs}. */
    @Override
    public String toString() {
        return label;
    }
}
