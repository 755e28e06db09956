package io.codecollab.bench;

import java.util.List;

/**
 * An engine that answers questions: where its documents come from, and what it does to updates without one.
 *
 * <p>What an engine cannot do throws {@link UnansweredException}. Implementations are immutable and thread-safe.
 */
interface CrdtEngine {

    /**
     * The engine of this name: {@code java}; {@code yrs}, native yrs as {@code --engine yrs} uses it, with every update
     * checked in Java; {@code yrs-unchecked}, the same without the checks.
     *
     * @throws IllegalArgumentException if there is no such engine
     */
    static CrdtEngine named(String name) {
        return switch (name) {
            case "java" -> new JavaEngine();
            case "yrs" -> new YrsEngine(true);
            case "yrs-unchecked" -> new YrsEngine(false);
            default -> throw new IllegalArgumentException("no such engine, name=" + name);
        };
    }

    CrdtDocument newDocument();

    byte[] mergeUpdates(List<byte[]> updates);

    byte[] diffUpdate(byte[] update, byte[] stateVector);

    byte[] stateVectorFromUpdate(byte[] update);

    /** Whether equal states are encoded in the very bytes Yjs writes. */
    boolean writesTheBytesOfYjs();

    /** Bytes in use outside the heap. */
    long nativeBytesInUse();

    default CrdtDocument load(byte[] update) {
        CrdtDocument document = newDocument();
        document.applyUpdate(update);
        return document;
    }
}
