package io.codecollab.bench.load;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import java.nio.charset.StandardCharsets;

/**
 * What one member tells of itself: its name and where its cursor is, as an editor would, or, if cursors do not move, the empty
 * state of a client nobody gave one.
 *
 * <p>Event loop only.
 */
final class Presence {

    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
    private static final int COLUMNS = 10_000;

    private final long client;
    private final boolean movesCursor;
    private int clock;

    Presence(long client, boolean movesCursor) {
        this.client = client;
        this.movesCursor = movesCursor;
    }

    /** Writes the state of now, one clock later than the last, as an awareness update. */
    void write(ByteWriter out) {
        byte[] state = movesCursor ? cursor() : NOTHING;
        out.reset();
        out.writeVarUint(1);
        out.writeVarUint(client);
        out.writeVarUint(clock++);
        out.writeVarBytes(state);
    }

    /** About 120 bytes. */
    private byte[] cursor() {
        int column = COLUMNS + clock % COLUMNS;
        String place = "{\"tname\":\"text\",\"item\":{\"client\":" + client + ",\"clock\":" + column + "}}";
        String state = "{\"user\":{\"name\":\"" + client + "\"},\"cursor\":{\"head\":" + place + "}}";
        return state.getBytes(StandardCharsets.UTF_8);
    }

    /** How many clients an awareness update is about. */
    static int count(byte[] bytes, int from, int end) {
        return new ByteReader(bytes, from, end).readVarUint31("awareness clients");
    }
}
