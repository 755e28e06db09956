package io.codecollab.server.session;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.sync.SyncMessage;
import io.codecollab.crdt.sync.SyncProtocol;
import java.util.HexFormat;
import java.util.List;

/** A y-websocket client that only reads: merges what it is sent into a document of its own. */
final class Reader {

    private final Doc doc = new Doc();
    private int step2Count;

    /** Reads a {@link Wire}'s log. */
    void readAll(List<String> log) {
        for (String line : log) {
            if (line.startsWith("sent 00 ")) {
                read(HexFormat.ofDelimiter(" ").parseHex(line.substring("sent ".length())));
            }
        }
    }

    private void read(byte[] frame) {
        ByteReader reader = new ByteReader(frame);
        reader.readVarUint();
        SyncMessage message = SyncProtocol.read(reader);
        if (message instanceof SyncMessage.Step2 step2) {
            step2Count++;
            doc.applyUpdate(step2.update());
        } else if (message instanceof SyncMessage.Update update) {
            doc.applyUpdate(update.update());
        }
    }

    /** How often it was told to be up to date. */
    int step2Count() {
        return step2Count;
    }

    Doc doc() {
        return doc;
    }

    String text() {
        return doc.getText("t").toString();
    }
}
