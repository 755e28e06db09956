package io.codecollab.bench;

import io.codecollab.crdt.Doc;

/**
 * A document of some engine. Every method is one call of that engine and nothing else, so that it adds nothing to what is
 * timed: in a JVM that asks one engine, there is one implementation to call.
 *
 * <p>What the engine cannot do throws {@link UnansweredException}. Benchmark thread only.
 */
interface CrdtDocument extends AutoCloseable {

    /** Edits the root text {@code text} by index, in UTF-16 units, one transaction each. */
    interface Editor {

        void insert(int index, String text);

        void delete(int index, int count);
    }

    void applyUpdate(byte[] update);

    void applyUpdateV2(byte[] update);

    /** The root text {@code text}. */
    String text();

    Editor editor();

    byte[] encodeStateVector();

    /** The whole document, encoded anew. */
    byte[] encodeState();

    byte[] encodeStateV2();

    /** What a peer with this state vector lacks. */
    byte[] encodeState(byte[] stateVector);

    /** The whole document as a server's replica hands it out: encoded once per version. */
    byte[] memoisedState();

    /** From now on has every update encoded and handed out, as a server that broadcasts would. */
    void listen();

    /** How much the listener heard, so that listening is work. */
    long heardBytes();

    boolean hasPending();

    /** The document as the Java engine sees it, for checks: itself, or a copy by way of the encoded state. */
    Doc read();

    /** What occupies memory: the document without this wrapper. */
    Object holder();

    /** Releases what is outside the heap. */
    @Override
    void close();
}
