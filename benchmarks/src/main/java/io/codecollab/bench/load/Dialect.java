package io.codecollab.bench.load;

/** Which client library the generator pretends to be. */
enum Dialect {
    /** npm y-websocket: one connection per document, whose name ends the path; an edit may come back to its author. */
    Y_WEBSOCKET("y-websocket"),

    /** npm @hocuspocus/provider: the document's name starts every frame; every update is answered by a SyncStatus. */
    HOCUSPOCUS("hocuspocus");

    private final String title;

    Dialect(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}
