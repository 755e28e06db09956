package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.Utf8;
import java.util.Arrays;

/**
 * Reads names that tend to be the one that came before: then it is the same String, and nothing is allocated. Names of
 * different uses are remembered apart.
 *
 * <p>Not thread-safe.
 */
final class NameReader {

    static final int ROOT = 0;
    static final int MAP_KEY = 1;
    static final int OTHER = 2;
    private static final int USES = 3;

    private final String[] last = {"", "", ""};
    private final int[] starts = new int[USES];
    private final int[] ends = new int[USES];

    /** Reads a varString. All calls must be for the same array. */
    String read(ByteReader in, int use) {
        int length = in.readLength();
        int start = in.position();
        in.skip(length);
        byte[] bytes = in.bytes();
        int end = start + length;
        if (!Arrays.equals(bytes, start, end, bytes, starts[use], ends[use])) {
            last[use] = Utf8.decode(bytes, start, end);
            starts[use] = start;
            ends[use] = end;
        }
        return last[use];
    }
}
