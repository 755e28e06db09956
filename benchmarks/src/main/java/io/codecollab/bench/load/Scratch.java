package io.codecollab.bench.load;

/** An array that is used again and again. Event loop only. */
final class Scratch {

    private byte[] bytes = new byte[64 << 10];

    /** At least this many bytes, with anything in them. */
    byte[] ofSize(int size) {
        if (bytes.length < size) {
            bytes = new byte[Math.max(size, 2 * bytes.length)];
        }
        return bytes;
    }
}
