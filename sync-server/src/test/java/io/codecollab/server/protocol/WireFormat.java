package io.codecollab.server.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Reads what a server puts on the wire, as a client would: RFC 6455, 5.2, unmasked whole messages. */
public final class WireFormat {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    /** A message: its first byte, and what is in it. */
    public record Received(int firstByte, byte[] payload) {

        public String hex() {
            return HEX.formatHex(payload);
        }
    }

    private WireFormat() {}

    /** All messages of a frame, which may be a run. */
    public static List<Received> messages(EncodedFrame frame) {
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOfRange(frame.bytes(), frame.from(), frame.end()));
        List<Received> messages = new ArrayList<>(1);
        while (bytes.hasRemaining()) {
            int firstByte = bytes.get() & 0xFF;
            byte[] payload = new byte[length(bytes)];
            bytes.get(payload);
            messages.add(new Received(firstByte, payload));
        }
        return messages;
    }

    private static int length(ByteBuffer bytes) {
        int length = bytes.get() & 0xFF;
        return switch (length) {
            case 126 -> bytes.getShort() & 0xFFFF;
            case 127 -> Math.toIntExact(bytes.getLong());
            default -> length;
        };
    }

    /** The payload of the only message, as hex. */
    public static String hex(EncodedFrame frame) {
        List<Received> messages = messages(frame);
        if (messages.size() != 1) {
            throw new AssertionError("not one message, count=" + messages.size());
        }
        return messages.get(0).hex();
    }
}
