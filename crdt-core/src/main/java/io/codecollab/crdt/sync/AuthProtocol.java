package io.codecollab.crdt.sync;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;

/**
 * The auth message of y-protocols (auth.js) as bytes.
 *
 * <pre>
 * auth := varUint(0) varString(reason)     permission denied
 *       | varUint(1)                       permission granted (yrs)
 * </pre>
 */
public final class AuthProtocol {

    private static final int DENIED = 0;
    private static final int GRANTED = 1;

    private AuthProtocol() {}

    /** A message as bytes of its own. */
    public static byte[] encode(AuthMessage message) {
        ByteWriter writer = new ByteWriter();
        write(writer, message);
        return writer.toByteArray();
    }

    /** Appends a message, as inside an envelope. */
    public static void write(ByteWriter writer, AuthMessage message) {
        if (message instanceof AuthMessage.PermissionDenied denied) {
            writer.writeVarUint(DENIED);
            writer.writeVarString(denied.reason());
        } else if (message instanceof AuthMessage.PermissionGranted) {
            writer.writeVarUint(GRANTED);
        }
    }

    /**
     * Reads one message and leaves the reader behind it.
     *
     * @throws DecodeException if the bytes are cut short or of no known kind
     */
    public static AuthMessage read(ByteReader reader) {
        int kindAt = reader.position();
        long kind = reader.readVarUint();
        if (kind == DENIED) {
            return new AuthMessage.PermissionDenied(reader.readVarString());
        } else if (kind == GRANTED) {
            return new AuthMessage.PermissionGranted();
        }
        throw new DecodeException("unknown auth message, kind=" + kind, kindAt);
    }
}
