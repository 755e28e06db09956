package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.Utf8;
import java.util.Arrays;

/** Reads names that tend to be the one that came before: then it is the same String, and nothing is allocated. */
final class NameReader {

    private String last = "";
    private int lastStart;
    private int lastEnd;

    /** Reads a varString. All calls must be for the same array. */
    String read(ByteReader in) {
        int length = in.readLength();
        int start = in.position();
        in.skip(length);
        byte[] bytes = in.bytes();
        int end = start + length;
        if (!Arrays.equals(bytes, start, end, bytes, lastStart, lastEnd)) {
            last = Utf8.decode(bytes, start, end);
            lastStart = start;
            lastEnd = end;
        }
        return last;
    }
}
