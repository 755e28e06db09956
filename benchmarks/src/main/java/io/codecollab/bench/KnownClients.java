package io.codecollab.bench;

import io.codecollab.crdt.lib0.ByteWriter;

/**
 * Makes a document know many clients. Each of them wrote one character of the root text {@code others}, behind the one
 * before it; their numbers go down from the highest 32-bit one, so that sections are in the order of Yjs and nothing
 * conflicts.
 *
 * <p>Stateless.
 */
final class KnownClients {

    private static final long FIRST_CLIENT = 0xffff_ffffL;
    private static final int STRING = 4;
    private static final int HAS_ORIGIN = 0x80;

    private KnownClients() {}

    /** One update by {@code count} clients. */
    static byte[] update(int count) {
        ByteWriter writer = new ByteWriter();
        writer.writeVarUint(count);
        for (int i = 0; i < count; i++) {
            writer.writeVarUint(1);
            writer.writeVarUint(FIRST_CLIENT - i);
            writer.writeVarUint(0);
            if (i == 0) {
                writer.writeUint8(STRING);
                writer.writeVarUint(1);
                writer.writeVarString("others");
            } else {
                writer.writeUint8(HAS_ORIGIN | STRING);
                writer.writeVarUint(FIRST_CLIENT - i + 1);
                writer.writeVarUint(0);
            }
            writer.writeVarString("x");
        }
        writer.writeVarUint(0);
        return writer.toByteArray();
    }
}
