package io.codecollab.server.document;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A subscriber that writes down what it is told. Thread-safe. */
class Listener implements Subscriber {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final List<String> heard = new ArrayList<>();
    private int dealtWithBytes;

    /** What it was told since the last call. */
    synchronized List<String> heard() {
        List<String> news = List.copyOf(heard);
        heard.clear();
        return news;
    }

    synchronized int dealtWithBytes() {
        return dealtWithBytes;
    }

    synchronized void hear(String what) {
        heard.add(what);
    }

    @Override
    public void joined(byte[] stateVector) {
        hear("joined " + HEX.formatHex(stateVector));
    }

    @Override
    public void caughtUp(byte[] update) {
        hear("caught up " + HEX.formatHex(update));
    }

    @Override
    public void tell(Broadcast broadcast) {
        hear(broadcast.kind() + " " + HEX.formatHex(broadcast.payload()));
    }

    @Override
    public synchronized void dealtWith(int bytes) {
        dealtWithBytes += bytes;
    }

    @Override
    public void close(CloseReason reason) {
        hear("closed " + reason);
    }
}
