package io.codecollab.server.relay;

import io.codecollab.server.document.PeerMessage;
import io.codecollab.server.document.Relay;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What is said about one document. Nearly always one listener; two for a moment, while a document that ended is opened anew.
 * Thread-safe.
 */
final class Channel {

    /** What is not about one document. */
    static final String OF_ALL = "codecollab:all";

    private static final String PREFIX = "codecollab:document:";

    private final String name;
    private final List<Relay.Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean heard;

    /** The last line by which it was subscribed to, as far as asking goes. Relay thread only. */
    private @Nullable Line asked;

    /** Something was said that did not get through. */
    private volatile boolean missed;

    Channel(String name) {
        this.name = name;
    }

    /** Its name at Redis. */
    static String nameOf(String document) {
        return PREFIX + document;
    }

    String name() {
        return name;
    }

    void add(Relay.Listener listener) {
        listeners.add(listener);
    }

    /** Returns whether nobody listens any more. */
    boolean remove(Relay.Listener listener) {
        listeners.remove(listener);
        return listeners.isEmpty();
    }

    /** Whether this line was asked for it, as last noted. */
    boolean isAskedOf(Line line) {
        return asked == line;
    }

    /** Notes that this line is asked for it. */
    void askedOf(Line line) {
        asked = line;
    }

    /** Whether what is said reaches us. */
    boolean isHeard() {
        return heard;
    }

    void setHeard(boolean newHeard) {
        heard = newHeard;
    }

    void noteMissed() {
        missed = true;
    }

    /** Whether something did not get through since the last call. */
    boolean takeMissed() {
        boolean was = missed;
        missed = false;
        return was;
    }

    void tellConnected() {
        listeners.forEach(Relay.Listener::connected);
    }

    void tell(PeerMessage message) {
        listeners.forEach(listener -> listener.heard(message));
    }
}
