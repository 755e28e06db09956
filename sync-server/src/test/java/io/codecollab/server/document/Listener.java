package io.codecollab.server.document;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A subscriber that writes down what it is told. Thread-safe. */
public class Listener implements Subscriber {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final List<String> heard = new ArrayList<>();
    private int dealtWithBytes;
    private int flushCount;

    /** What it was told since the last call. */
    synchronized List<String> heard() {
        List<String> news = List.copyOf(heard);
        heard.clear();
        return news;
    }

    synchronized int dealtWithBytes() {
        return dealtWithBytes;
    }

    synchronized int flushCount() {
        return flushCount;
    }

    synchronized void hear(String what) {
        heard.add(what);
    }

    @Override
    public void joined(byte[] stateVector, byte[] presence) {
        hear("joined " + HEX.formatHex(stateVector));
        if (presence.length > 1) {
            hear("presence " + HEX.formatHex(presence));
        }
    }

    @Override
    public void caughtUp(CatchUp answer) {
        answer.parts().forEach(part -> hear("caught up " + HEX.formatHex(part.payload())));
    }

    /** One line for a batch of others, one for each edit of others in a batch it has a part in. */
    @Override
    public void edited(EditBatch batch) {
        if (batch.isFrom(this)) {
            batch.edits().stream()
                    .filter(edit -> edit.from() != this)
                    .forEach(edit -> hear("update " + HEX.formatHex(edit.update())));
        } else {
            hear("update " + HEX.formatHex(batch.merged()));
        }
    }

    @Override
    public void presenceChanged(Broadcast presence) {
        hear("presence " + HEX.formatHex(presence.payload()));
    }

    @Override
    public void told(String message) {
        hear("told " + message);
    }

    @Override
    public void saved(Edit edit) {
        hear("saved " + HEX.formatHex(edit.update()));
    }

    @Override
    public synchronized void dealtWith(int bytes) {
        dealtWithBytes += bytes;
    }

    @Override
    public synchronized void flush() {
        flushCount++;
    }

    @Override
    public void close(CloseReason reason) {
        hear("closed " + reason);
    }
}
