package io.codecollab.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A stream of byte strings in one file: {@code stream := (length: u32 big-endian, bytes)*}.
 *
 * <p>Stateless.
 */
final class Records {

    private Records() {}

    /** The records of a stream, each a copy of its own. */
    static List<byte[]> split(byte[] stream) {
        List<byte[]> records = new ArrayList<>();
        for (int at = 0; at < stream.length; ) {
            int length = ByteBuffer.wrap(stream, at, Integer.BYTES).getInt();
            int start = at + Integer.BYTES;
            at = start + length;
            if (length < 0 || at > stream.length) {
                throw new IllegalArgumentException("record leaves its stream, offset=" + start + ", length=" + length);
            }
            records.add(Arrays.copyOfRange(stream, start, at));
        }
        return records;
    }

    /** The stream of these records. */
    static byte[] join(List<byte[]> records) {
        int size = records.stream()
                .mapToInt(record -> Integer.BYTES + record.length)
                .sum();
        ByteBuffer stream = ByteBuffer.allocate(size);
        for (byte[] record : records) {
            stream.putInt(record.length).put(record);
        }
        return stream.array();
    }
}
