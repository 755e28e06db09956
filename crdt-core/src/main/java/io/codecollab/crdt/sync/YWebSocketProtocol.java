package io.codecollab.crdt.sync;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;

/**
 * The frames of y-websocket as bytes: one binary WebSocket message each.
 *
 * <pre>
 * frame := varUint(0) sync
 *        | varUint(1) varBytes(awareness update)
 *        | varUint(2) auth
 *        | varUint(3)                               query awareness
 * </pre>
 *
 * <p>Bytes after the first message are ignored, as y-websocket does up to version 3.
 */
public final class YWebSocketProtocol {

    private static final int SYNC = 0;
    private static final int AWARENESS = 1;
    private static final int AUTH = 2;
    private static final int QUERY_AWARENESS = 3;

    private YWebSocketProtocol() {}

    /** A frame as bytes of its own. */
    public static byte[] encode(YWebSocketMessage message) {
        ByteWriter writer = new ByteWriter();
        if (message instanceof YWebSocketMessage.Sync sync) {
            writer.writeVarUint(SYNC);
            SyncProtocol.write(writer, sync.message());
        } else if (message instanceof YWebSocketMessage.Awareness awareness) {
            writer.writeVarUint(AWARENESS);
            writer.writeVarBytes(awareness.update());
        } else if (message instanceof YWebSocketMessage.Auth auth) {
            writer.writeVarUint(AUTH);
            AuthProtocol.write(writer, auth.message());
        } else if (message instanceof YWebSocketMessage.QueryAwareness) {
            writer.writeVarUint(QUERY_AWARENESS);
        }
        return writer.toByteArray();
    }

    /**
     * Reads a frame.
     *
     * @throws DecodeException if the bytes are cut short or of no known kind
     */
    public static YWebSocketMessage decode(byte[] frame) {
        ByteReader reader = new ByteReader(frame);
        long kind = reader.readVarUint();
        if (kind == SYNC) {
            return new YWebSocketMessage.Sync(SyncProtocol.read(reader));
        } else if (kind == AWARENESS) {
            return new YWebSocketMessage.Awareness(reader.readVarBytes());
        } else if (kind == AUTH) {
            return new YWebSocketMessage.Auth(AuthProtocol.read(reader));
        } else if (kind == QUERY_AWARENESS) {
            return new YWebSocketMessage.QueryAwareness();
        }
        throw new DecodeException("unknown y-websocket message, kind=" + kind, 0);
    }
}
