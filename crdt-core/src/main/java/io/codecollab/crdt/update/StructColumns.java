package io.codecollab.crdt.update;

/**
 * The fields of some structs, by column: what {@link UpdateEncoderV2#writeAll} writes in one loop per column instead of
 * a call per field.
 *
 * <p>Not thread-safe; made once and filled again and again.
 */
public final class StructColumns {

    final byte[] infos;
    final long[] clients;
    final long[] leftClocks;
    final long[] rightClocks;
    final long[] lengths;
    final long[] textLengths;

    int count;
    int clientCount;
    int leftCount;
    int rightCount;
    int lengthCount;
    int textCount;

    /** Room for this many structs. */
    public StructColumns(int capacity) {
        infos = new byte[capacity];
        clients = new long[2 * capacity];
        leftClocks = new long[capacity];
        rightClocks = new long[capacity];
        lengths = new long[capacity];
        textLengths = new long[capacity];
    }

    /** Whether no struct fits any more. */
    public boolean isFull() {
        return count == infos.length;
    }

    /** Forgets all structs. */
    public void clear() {
        count = 0;
        clientCount = 0;
        leftCount = 0;
        rightCount = 0;
        lengthCount = 0;
        textCount = 0;
    }

    /** Starts a struct; the fields its info byte promises follow. */
    public void info(int info) {
        infos[count++] = (byte) info;
    }

    /** The origin of the struct. */
    public void leftId(long client, int clock) {
        clients[clientCount++] = client;
        leftClocks[leftCount++] = clock;
    }

    /** The right origin of the struct. */
    public void rightId(long client, int clock) {
        clients[clientCount++] = client;
        rightClocks[rightCount++] = clock;
    }

    /** The length of a GC or of deleted content. */
    public void length(int length) {
        lengths[lengthCount++] = length;
    }

    /** The length of text content in UTF-16 units. */
    public void textLength(int length) {
        textLengths[textCount++] = length;
    }
}
