package io.codecollab.crdt.sync;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;

/**
 * The sync messages of y-protocols (sync.js) as bytes.
 *
 * <pre>
 * sync := varUint(0) varBytes(state vector)      step 1
 *       | varUint(1) varBytes(update V1)         step 2
 *       | varUint(2) varBytes(update V1)         update
 * </pre>
 *
 * <p>Only the frame is read here: what is in it is checked by whoever applies it.
 */
public final class SyncProtocol {

    private static final int STEP_1 = 0;
    private static final int STEP_2 = 1;
    private static final int UPDATE = 2;

    private SyncProtocol() {}

    /** A message as bytes of its own. */
    public static byte[] encode(SyncMessage message) {
        ByteWriter writer = new ByteWriter();
        write(writer, message);
        return writer.toByteArray();
    }

    /** Appends a message, as inside an envelope. */
    public static void write(ByteWriter writer, SyncMessage message) {
        if (message instanceof SyncMessage.Step1 step1) {
            writer.writeVarUint(STEP_1);
            writer.writeVarBytes(step1.stateVector());
        } else if (message instanceof SyncMessage.Step2 step2) {
            writer.writeVarUint(STEP_2);
            writer.writeVarBytes(step2.update());
        } else if (message instanceof SyncMessage.Update update) {
            writer.writeVarUint(UPDATE);
            writer.writeVarBytes(update.update());
        }
    }

    /**
     * Reads a message; bytes after it are ignored, as y-protocols does.
     *
     * @throws DecodeException if the bytes are cut short or of no known kind
     */
    public static SyncMessage decode(byte[] message) {
        return read(new ByteReader(message));
    }

    /**
     * Reads one message and leaves the reader behind it.
     *
     * @throws DecodeException if the bytes are cut short or of no known kind
     */
    public static SyncMessage read(ByteReader reader) {
        int kindAt = reader.position();
        long kind = reader.readVarUint();
        byte[] payload = kind <= UPDATE ? reader.readVarBytes() : new byte[0];
        if (kind == STEP_1) {
            return new SyncMessage.Step1(payload);
        } else if (kind == STEP_2) {
            return new SyncMessage.Step2(payload);
        } else if (kind == UPDATE) {
            return new SyncMessage.Update(payload);
        }
        throw new DecodeException("unknown sync message, kind=" + kind, kindAt);
    }
}
