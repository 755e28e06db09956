package io.codecollab.server.document;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Something all subscribers of a document hear. Whoever puts it into bytes first leaves them for the others, so that it is
 * encoded once for each kind of client and not for each client.
 *
 * <p>Document thread only.
 */
abstract class Shared {

    private final Map<Object, Object> encoded = new HashMap<>(2);

    /**
     * This in an encoding: what the first call computed.
     *
     * @param encoding stands for the encoding; equal for the same one
     */
    @SuppressWarnings("unchecked") // an encoding always computes the same type
    public final <F> F encodedAs(Object encoding, Supplier<F> compute) {
        Object known = encoded.get(encoding);
        if (known == null) {
            known = compute.get();
            encoded.put(encoding, known);
        }
        return (F) known;
    }
}
