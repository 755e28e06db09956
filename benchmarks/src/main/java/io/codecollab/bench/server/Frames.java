package io.codecollab.bench.server;

import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.sync.SyncMessage;
import io.codecollab.crdt.sync.SyncProtocol;

/**
 * What clients put into a WebSocket message: with y-websocket a kind and its content, with Hocuspocus the name of the document
 * before both. Stateless.
 */
final class Frames {

    /** Like those people give. */
    static final String DOCUMENT = "notes/2026/plan.md";

    private static final int SYNC = 0;
    private static final int AWARENESS = 1;

    private Frames() {}

    static byte[] sync(SyncMessage message, boolean isHocuspocus) {
        ByteWriter writer = begin(isHocuspocus);
        writer.writeVarUint(SYNC);
        SyncProtocol.write(writer, message);
        return writer.toByteArray();
    }

    static byte[] awareness(byte[] update, boolean isHocuspocus) {
        ByteWriter writer = begin(isHocuspocus);
        writer.writeVarUint(AWARENESS);
        writer.writeVarBytes(update);
        return writer.toByteArray();
    }

    private static ByteWriter begin(boolean isHocuspocus) {
        ByteWriter writer = new ByteWriter();
        if (isHocuspocus) {
            writer.writeVarString(DOCUMENT);
        }
        return writer;
    }
}
