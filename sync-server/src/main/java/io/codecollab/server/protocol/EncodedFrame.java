package io.codecollab.server.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.crdt.lib0.ByteWriter;
import java.util.List;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * WebSocket messages as they go over the wire, headers included, ready to be sent to any number of clients: encoding and
 * framing are done once, whoever sends it writes bytes. Usually one message; a {@linkplain #concat run} has several.
 *
 * <pre>
 *   server to client (RFC 6455, 5.2): whole messages, never masked
 *   message := opcode length payload
 *   opcode  := 0x82 (binary) | 0x81 (text)                           + 0x40: compressed
 *   length  := 1 byte up to 125 | 126, 2 bytes | 127, 8 bytes         big endian
 * </pre>
 *
 * <p>Immutable as long as nobody writes to the array.
 */
public final class EncodedFrame {

    /** Bytes a header can take at most. */
    private static final int MAX_HEADER_BYTES = 10;

    private static final int BINARY = 0x82;
    private static final int TEXT = 0x81;
    private static final int COMPRESSED = 0x40;
    private static final int NO_SINGLE_PAYLOAD = -1;

    /** Shorter messages are sent as they are: what they could save is less than what it costs. */
    private static final int MIN_DEFLATED_BYTES = 1_024;

    /** 00 00 FF FF, which ends every flush of the compressor and is left out of messages. */
    private static final int SYNC_FLUSH_TAIL_BYTES = 4;

    private final byte[] bytes;
    private final int from;
    private final int end;
    private final int payloadFrom;
    private volatile @Nullable EncodedFrame deflated;

    private EncodedFrame(byte[] bytes, int from, int end, int payloadFrom) {
        this.bytes = bytes;
        this.from = from;
        this.end = end;
        this.payloadFrom = payloadFrom;
    }

    /** A writer for the payload of a frame: to be finished by {@link #binary(ByteWriter)}. */
    static ByteWriter payload(int expectedBytes) {
        ByteWriter writer = new ByteWriter(MAX_HEADER_BYTES + expectedBytes);
        writer.ensure(MAX_HEADER_BYTES);
        writer.position(MAX_HEADER_BYTES);
        return writer;
    }

    /** The binary message whose payload was written to a writer from {@link #payload}. */
    static EncodedFrame binary(ByteWriter writer) {
        return framed(BINARY, writer);
    }

    /** A binary message. */
    public static EncodedFrame binary(byte[] payload) {
        ByteWriter writer = payload(payload.length);
        writer.writeBytes(payload, 0, payload.length);
        return framed(BINARY, writer);
    }

    /** A text message. */
    public static EncodedFrame text(String payload) {
        byte[] utf8 = payload.getBytes(UTF_8);
        ByteWriter writer = payload(utf8.length);
        writer.writeBytes(utf8, 0, utf8.length);
        return framed(TEXT, writer);
    }

    private static EncodedFrame framed(int opcode, ByteWriter writer) {
        byte[] bytes = writer.buffer();
        int end = writer.size();
        int length = end - MAX_HEADER_BYTES;
        int from;
        if (length <= 125) {
            from = MAX_HEADER_BYTES - 2;
            bytes[from + 1] = (byte) length;
        } else if (length <= 0xFFFF) {
            from = MAX_HEADER_BYTES - 4;
            bytes[from + 1] = 126;
            bytes[from + 2] = (byte) (length >>> 8);
            bytes[from + 3] = (byte) length;
        } else {
            from = 0;
            bytes[1] = 127;
            for (int i = 0; i < 8; i++) {
                bytes[2 + i] = (byte) ((long) length >>> (56 - 8 * i));
            }
        }
        bytes[from] = (byte) opcode;
        return new EncodedFrame(bytes, from, end, MAX_HEADER_BYTES);
    }

    /** All of these, in order, as one piece of memory. */
    public static EncodedFrame concat(List<EncodedFrame> frames) {
        int size = 0;
        for (EncodedFrame frame : frames) {
            size += frame.size();
        }
        byte[] bytes = new byte[size];
        int end = 0;
        for (EncodedFrame frame : frames) {
            System.arraycopy(frame.bytes, frame.from, bytes, end, frame.size());
            end += frame.size();
        }
        return new EncodedFrame(bytes, 0, end, NO_SINGLE_PAYLOAD);
    }

    /** Part of a run: the caller knows where its messages begin and end. */
    public EncodedFrame slice(int sliceFrom, int sliceEnd) {
        return new EncodedFrame(bytes, from + sliceFrom, from + sliceEnd, NO_SINGLE_PAYLOAD);
    }

    /** The memory this is in, from {@link #from} to {@link #end}. Not to be modified. */
    public byte[] bytes() {
        return bytes;
    }

    public int from() {
        return from;
    }

    public int end() {
        return end;
    }

    public int size() {
        return end - from;
    }

    /**
     * The same message compressed, for clients that have agreed to permessage-deflate (RFC 7692); this very frame if it is small,
     * a run, or does not get smaller. Compressed without regard to earlier messages, which every client can read, so that one
     * compression serves all of them and nothing is kept for any.
     */
    public EncodedFrame deflated() {
        if (payloadFrom == NO_SINGLE_PAYLOAD || end - payloadFrom < MIN_DEFLATED_BYTES) {
            return this;
        }
        EncodedFrame known = deflated;
        if (known == null) {
            known = deflate();
            deflated = known;
        }
        return known;
    }

    private EncodedFrame deflate() {
        int length = end - payloadFrom;
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(bytes, payloadFrom, length);
            ByteWriter writer = payload(length);
            // room for the payload and no more: if the compressed one does not fit, it is no better
            int written = deflater.deflate(writer.buffer(), MAX_HEADER_BYTES, length, Deflater.SYNC_FLUSH);
            if (written >= length || written <= SYNC_FLUSH_TAIL_BYTES) {
                return this;
            }
            writer.position(MAX_HEADER_BYTES + written - SYNC_FLUSH_TAIL_BYTES);
            return framed(bytes[from] | COMPRESSED, writer);
        } finally {
            deflater.end();
        }
    }
}
