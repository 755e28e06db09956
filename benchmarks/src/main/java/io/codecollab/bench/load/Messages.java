package io.codecollab.bench.load;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The messages of one document in one dialect.
 *
 * <pre>
 * y-websocket := body                            hocuspocus := varString(document) body | 09 | 0a
 * body := 0 0 varBytes(state vector) | 0 1 varBytes(update) | 0 2 varBytes(update)    sync step 1, step 2, update
 *       | 1 varBytes(awareness update)
 *       | 3                                                 asks for awareness
 *       | 2 0 varString(reason)                             y-websocket server: permission denied
 *       | 2 0 varString(token) varString(version)           hocuspocus client: who I am
 *       | 2 0 | 2 1 varString(reason) | 2 2 varString(scope)  hocuspocus server: say it again, denied, welcome
 *       | 4 sync                                            hocuspocus: a sync message that wants no answer
 *       | 7 varString(reason)                               hocuspocus server: the document was closed
 *       | 8 (0 | 1)                                         hocuspocus server: an update was refused, or taken
 * </pre>
 *
 * <p>Immutable.
 */
final class Messages {

    /** The provider whose frames these are. */
    private static final String PROVIDER_VERSION = "4.7.0";

    private static final int SYNC = 0;
    private static final int AWARENESS = 1;
    private static final int AUTH = 2;
    private static final int QUERY_AWARENESS = 3;
    private static final int SYNC_REPLY = 4;
    private static final int CLOSE = 7;
    private static final int SYNC_STATUS = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private static final int STEP_1 = 0;
    private static final int STEP_2 = 1;
    private static final int UPDATE = 2;

    private final Dialect dialect;
    private final byte[] prefix;

    /** Is told what a server says; ranges are the payloads without their lengths. */
    interface Sink {
        void serverHas(byte[] bytes, int from, int end);

        void update(byte[] bytes, int from, int end, boolean answersMyRequest);

        void presence(byte[] bytes, int from, int end);

        void asksForPresence();

        void asksWhoIAm();

        void asksForLife();

        void taken(boolean accepted);

        void denied(String reason);
    }

    Messages(Dialect dialect, String document) {
        this.dialect = dialect;
        if (dialect == Dialect.HOCUSPOCUS) {
            ByteWriter address = new ByteWriter();
            address.writeVarString(document);
            prefix = address.toByteArray();
        } else {
            prefix = new byte[0];
        }
    }

    Dialect dialect() {
        return dialect;
    }

    void writeWhoIAm(ByteWriter out, String token) {
        start(out, AUTH);
        out.writeUint8(0);
        out.writeVarString(token);
        out.writeVarString(PROVIDER_VERSION);
    }

    /** "This is what I have": the server answers with what is missing. */
    void writeRequest(ByteWriter out, byte[] stateVector) {
        start(out, SYNC);
        out.writeUint8(STEP_1);
        out.writeVarBytes(stateVector);
    }

    /** "This is what you lack." */
    void writeAnswer(ByteWriter out, ByteWriter update) {
        start(out, SYNC);
        out.writeUint8(STEP_2);
        out.writeVarBytes(update);
    }

    void writeEdit(ByteWriter out, ByteWriter update) {
        start(out, SYNC);
        out.writeUint8(UPDATE);
        out.writeVarBytes(update);
    }

    void writePresence(ByteWriter out, ByteWriter awarenessUpdate) {
        start(out, AWARENESS);
        out.writeVarBytes(awarenessUpdate);
    }

    void writeSignOfLife(ByteWriter out) {
        out.reset();
        out.writeUint8(PONG);
    }

    private void start(ByteWriter out, int type) {
        out.reset();
        out.writeBytes(prefix, 0, prefix.length);
        out.writeUint8(type);
    }

    /**
     * Reads one message of the server.
     *
     * @throws io.codecollab.crdt.lib0.DecodeException if it is cut short
     * @throws IllegalStateException if it is none that a server of this kind sends
     */
    void read(byte[] bytes, int from, int end, Sink sink) {
        boolean addressed = dialect == Dialect.HOCUSPOCUS;
        if (addressed && end - from == 1 && bytes[from] == PING) {
            sink.asksForLife();
            return;
        }
        ByteReader in = new ByteReader(bytes, from, end);
        if (addressed) {
            in.skipVarBytes();
        }
        int type = in.readVarUint31("type");
        if (type == SYNC || (addressed && type == SYNC_REPLY)) {
            readSync(in, sink);
        } else if (type == AWARENESS) {
            int size = in.readLength();
            sink.presence(bytes, in.position(), in.position() + size);
        } else if (type == QUERY_AWARENESS) {
            sink.asksForPresence();
        } else if (type == AUTH) {
            readAuth(in, sink);
        } else if (addressed && type == SYNC_STATUS) {
            sink.taken(in.readVarUint() == 1);
        } else if (addressed && type == CLOSE) {
            sink.denied("document closed: " + in.readVarString());
        } else {
            throw new IllegalStateException("unknown message, type=" + type + ", dialect=" + dialect);
        }
    }

    private static void readSync(ByteReader in, Sink sink) {
        int kind = in.readVarUint31("kind");
        int size = in.readLength();
        int from = in.position();
        int end = from + size;
        switch (kind) {
            case STEP_1 -> sink.serverHas(in.bytes(), from, end);
            case STEP_2, UPDATE -> sink.update(in.bytes(), from, end, kind == STEP_2);
            default -> throw new IllegalStateException("unknown sync message, kind=" + kind);
        }
    }

    private void readAuth(ByteReader in, Sink sink) {
        long kind = in.readVarUint();
        if (dialect == Dialect.Y_WEBSOCKET || kind == 1) {
            sink.denied(in.readVarString());
        } else if (kind == 0) {
            sink.asksWhoIAm();
        }
    }

    /** The path of a document's connection, behind the path of the given URL. */
    static String path(Dialect dialect, String base, String document) {
        if (dialect == Dialect.HOCUSPOCUS) {
            return base.isEmpty() ? "/" : base;
        }
        String start = base.endsWith("/") ? base : base + "/";
        return start + URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
