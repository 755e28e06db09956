package io.codecollab.server.document;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Something all subscribers of a document hear. Whoever puts it into bytes first leaves them for the others, so that it is
 * encoded once for each kind of client and not for each client.
 *
 * <p>Document thread only.
 */
public final class Broadcast {

    /** What a broadcast says. */
    public enum Kind {
        /** The payload is an update of the document. */
        UPDATE,
        /** The payload is an awareness update. */
        AWARENESS
    }

    private final Kind kind;
    private final byte[] payload;
    private final Map<Object, Object> encoded = new HashMap<>(2);

    Broadcast(Kind kind, byte[] payload) {
        this.kind = kind;
        this.payload = payload;
    }

    public Kind kind() {
        return kind;
    }

    /** Not to be modified. */
    public byte[] payload() {
        return payload;
    }

    /**
     * This broadcast in an encoding: what the first call computed.
     *
     * @param encoding stands for the encoding; always the same object for the same one
     */
    @SuppressWarnings("unchecked") // an encoding always computes the same type
    public <F> F encodedAs(Object encoding, Function<Broadcast, F> compute) {
        return (F) encoded.computeIfAbsent(encoding, key -> compute.apply(this));
    }
}
