package io.codecollab.bench.load;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Cuts what a server sends into WebSocket messages (RFC 6455, section 5.2; no extension, nothing masked) without an object
 * per frame: at saturation the generator has to read more frames than the server writes edits.
 *
 * <pre>
 *   fin rsv opcode | 0 length7 | length16 or length64 if length7 is 126 or 127 | payload
 * </pre>
 *
 * <p>Event loop only.
 */
final class FrameReader {

    private static final int FIN = 0x80;
    private static final int OPCODE = 0x0F;
    private static final int RESERVED_OR_MASK = 0x70;
    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;

    /** What a message may have in all: nothing honest comes near it. */
    private static final int MAX_MESSAGE_BYTES = 1 << 30;

    private final Sink sink;

    /** A frame that has not come whole yet. */
    private byte[] partial = {};

    private int partialSize;

    /** The message that the fragments so far make up. */
    private byte[] fragments = {};

    private int fragmentsSize;

    /** Is told what a server says. The bytes are valid during the call only. */
    interface Sink {
        void message(byte[] bytes, int from, int end);

        void ping(byte[] bytes, int from, int end);

        void close(int code);
    }

    FrameReader(Sink sink) {
        this.sink = sink;
    }

    /** Takes all of a buffer; {@code scratch} is overwritten. */
    void read(ByteBuf in, Scratch scratch) {
        int size = in.readableBytes();
        if (partialSize == 0) {
            byte[] bytes = scratch.ofSize(size);
            in.readBytes(bytes, 0, size);
            keep(bytes, cut(bytes, size), size);
        } else {
            if (partial.length < partialSize + size) {
                partial = Arrays.copyOf(partial, Math.max(2 * partial.length, partialSize + size));
            }
            in.readBytes(partial, partialSize, size);
            int end = partialSize + size;
            partialSize = 0;
            keep(partial, cut(partial, end), end);
        }
    }

    private void keep(byte[] bytes, int from, int end) {
        int size = end - from;
        if (size == 0) {
            partial = new byte[0];
        } else if (bytes == partial) {
            System.arraycopy(bytes, from, partial, 0, size);
        } else {
            partial = Arrays.copyOfRange(bytes, from, end);
        }
        partialSize = size;
    }

    /** Hands out whole frames and returns where the first that is not whole starts. */
    private int cut(byte[] bytes, int end) {
        int at = 0;
        while (end - at >= 2) {
            int first = bytes[at];
            int length = bytes[at + 1];
            int payload = at + 2;
            if (length < 0 || (first & RESERVED_OR_MASK) != 0) {
                throw new IllegalStateException(
                        "not a frame a server may send, first=" + (first & 0xFF) + ", second=" + (length & 0xFF));
            }
            if (length == 126) {
                payload += Short.BYTES;
                if (payload > end) {
                    break;
                }
                length = (bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF);
            } else if (length == 127) {
                payload += Long.BYTES;
                if (payload > end) {
                    break;
                }
                length = longLength(bytes, at + 2);
            }
            if (length > end - payload) {
                break;
            }
            frame(first, bytes, payload, payload + length);
            at = payload + length;
        }
        return at;
    }

    private static int longLength(byte[] bytes, int at) {
        long length = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            length = length << 8 | (bytes[at + i] & 0xFF);
        }
        if (length < 0 || length > MAX_MESSAGE_BYTES) {
            throw new IllegalStateException("frame too long, length=" + length);
        }
        return (int) length;
    }

    private void frame(int first, byte[] bytes, int from, int end) {
        boolean last = (first & FIN) != 0;
        switch (first & OPCODE) {
            case BINARY, TEXT, CONTINUATION -> {
                if (last && fragmentsSize == 0) {
                    sink.message(bytes, from, end);
                } else {
                    fragment(bytes, from, end, last);
                }
            }
            case PING -> sink.ping(bytes, from, end);
            case CLOSE -> sink.close(end - from < 2 ? 1005 : (bytes[from] & 0xFF) << 8 | (bytes[from + 1] & 0xFF));
            case PONG -> {
                // nobody asked
            }
            default -> throw new IllegalStateException("unknown frame, opcode=" + (first & OPCODE));
        }
    }

    private void fragment(byte[] bytes, int from, int end, boolean last) {
        int size = fragmentsSize + end - from;
        if (size > MAX_MESSAGE_BYTES) {
            throw new IllegalStateException("message too long, size=" + size);
        }
        fragments = Arrays.copyOf(fragments, size);
        System.arraycopy(bytes, from, fragments, fragmentsSize, end - from);
        fragmentsSize = size;
        if (last) {
            byte[] whole = fragments;
            fragments = new byte[0];
            fragmentsSize = 0;
            sink.message(whole, 0, whole.length);
        }
    }
}
