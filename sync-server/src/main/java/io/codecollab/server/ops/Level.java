package io.codecollab.server.ops;

/** What is so much now: read by {@link Metrics#scrape} from whoever knows, see {@link Metrics#observe}. */
public enum Level {
    CONNECTIONS("connections", "Open WebSocket connections"),
    OPEN_DOCUMENTS("open.documents", "Documents in memory"),
    OPEN_DOCUMENT_BYTES("open.document.bytes", "Estimated memory of the open documents"),
    MAILBOX_TASKS("mailbox.tasks", "Messages that wait for their document, all documents together"),
    MAILBOX_BYTES("mailbox.bytes", "Bytes of the messages that wait for their document"),
    UNSAVED_BYTES("unsaved.bytes", "Edits that are not committed yet"),
    SPILLED_BYTES("spilled.bytes", "Edits that wait in the spill file while the database fails"),
    STORE_FAILING("store.failing", "1 while the database cannot be written, else 0"),
    RELAY_DOWN("relay.down", "1 while Redis cannot be reached, else 0; 0 without Redis");

    private final String meter;
    private final String help;

    Level(String meter, String help) {
        this.meter = meter;
        this.help = help;
    }

    String meter() {
        return meter;
    }

    String help() {
        return help;
    }
}
