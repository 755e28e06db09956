package io.codecollab.server.e2e;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.sync.SyncMessage;
import io.codecollab.crdt.sync.SyncProtocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How {@link RawWriter} puts into frames what it says, and what it is told about its edits. */
enum Framing {
    Y_WEBSOCKET {
        @Override
        String path(String document) {
            return "/ws/" + document;
        }
    },

    HOCUSPOCUS {
        @Override
        String path(String document) {
            return "/ws";
        }

        @Override
        List<byte[]> greeting(String document) {
            ByteWriter auth = new ByteWriter();
            auth.writeVarString(document);
            auth.writeVarUint(AUTH);
            auth.writeVarUint(0);
            auth.writeVarString("token");
            auth.writeVarString("4.8.0");
            return List.of(auth.toByteArray());
        }

        @Override
        byte[] frame(String document, SyncMessage message) {
            ByteWriter frame = new ByteWriter();
            frame.writeVarString(document);
            frame.writeVarUint(SYNC);
            SyncProtocol.write(frame, message);
            return frame.toByteArray();
        }

        @Override
        Received read(byte[] frame) {
            if (frame.length == 1) {
                return Received.NOTHING; // a ping; these clients do not live long enough to have to answer
            }
            ByteReader reader = new ByteReader(frame);
            reader.readVarString();
            return switch ((int) reader.readVarUint()) {
                case SYNC -> Received.of(SyncProtocol.read(reader));
                case SYNC_STATUS -> Received.saved(reader.readVarUint());
                default -> Received.NOTHING;
            };
        }
    },

    Y_SWEET {
        @Override
        String path(String document) {
            return "/d/" + document + "/ws/" + document;
        }

        @Override
        byte[] afterEdit(long number) {
            ByteWriter version = new ByteWriter();
            version.writeVarUint(number);
            ByteWriter probe = new ByteWriter();
            probe.writeVarUint(VERSION);
            probe.writeVarBytes(version.toByteArray());
            return probe.toByteArray();
        }

        @Override
        Received read(byte[] frame) {
            ByteReader reader = new ByteReader(frame);
            if (reader.readVarUint() == VERSION) {
                return Received.saved(new ByteReader(reader.readVarBytes()).readVarUint());
            }
            return super.read(frame);
        }
    };

    private static final int SYNC = 0;
    private static final int AUTH = 2;
    private static final int SYNC_STATUS = 8;
    private static final int VERSION = 102;

    /** Where the WebSocket of a document is. */
    abstract String path(String document);

    /** What is sent before anything else. */
    List<byte[]> greeting(String document) {
        return List.of();
    }

    byte[] frame(String document, SyncMessage message) {
        ByteWriter frame = new ByteWriter();
        frame.writeVarUint(SYNC);
        SyncProtocol.write(frame, message);
        return frame.toByteArray();
    }

    /** What is sent after the edit of this number, if anything. */
    byte @Nullable [] afterEdit(long number) {
        return null;
    }

    Received read(byte[] frame) {
        ByteReader reader = new ByteReader(frame);
        return reader.readVarUint() == SYNC ? Received.of(SyncProtocol.read(reader)) : Received.NOTHING;
    }

    /**
     * What a frame says: something about the document, something about edits, or nothing that a writer listens to.
     *
     * @param saved the number that came with "saved": 1 for yes with Hocuspocus, a version with y-sweet; null otherwise
     */
    record Received(@Nullable SyncMessage message, @Nullable Long saved) {

        static final Received NOTHING = new Received(null, null);

        static Received of(SyncMessage message) {
            return new Received(message, null);
        }

        static Received saved(long number) {
            return new Received(null, number);
        }
    }
}
