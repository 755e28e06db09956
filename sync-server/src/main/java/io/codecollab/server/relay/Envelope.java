package io.codecollab.server.relay;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.update.StateVector;
import io.codecollab.server.document.Peer;
import io.codecollab.server.document.PeerMessage;
import io.codecollab.server.document.PeerMessage.AccessChange;
import io.codecollab.server.document.PeerMessage.Alive;
import io.codecollab.server.document.PeerMessage.Close;
import io.codecollab.server.document.PeerMessage.Content;
import io.codecollab.server.document.PeerMessage.Diff;
import io.codecollab.server.document.PeerMessage.Edits;
import io.codecollab.server.document.PeerMessage.Farewell;
import io.codecollab.server.document.PeerMessage.InStore;
import io.codecollab.server.document.PeerMessage.Presence;
import io.codecollab.server.document.PeerMessage.Purpose;
import io.codecollab.server.document.PeerMessage.State;
import io.codecollab.server.document.PeerMessage.Told;
import io.codecollab.server.document.Version;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link PeerMessage}. Integers are lib0's: 8 bytes big-endian for {@code node} and {@code deletions},
 * variable-length otherwise.
 *
 * <pre>
 *   envelope := 1 kind peer sequence committed content
 *   peer     := node opening
 *   version  := deletions stateVector
 *
 *   kind  content
 *   0     update                        Edits
 *   1                                   InStore
 *   2     purpose version               State        purpose 0 GREET, 1 CHECK, 2 ASK
 *   3     peer version isDurable update     Diff         isDurable 0 or 1
 *   4     update                        Presence
 *   5     text                          Told
 *   6                                   Alive
 *   7                                   Farewell
 *   8                                   Close
 *   9     user document isKick          AccessChange    isKick 0 or 1
 * </pre>
 *
 * Updates go to the end of the envelope.
 */
final class Envelope {

    private static final int FORMAT = 1;
    private static final int HEADER_BYTES = 40;

    private static final int EDITS = 0;
    private static final int IN_STORE = 1;
    private static final int STATE = 2;
    private static final int DIFF = 3;
    private static final int PRESENCE = 4;
    private static final int TOLD = 5;
    private static final int ALIVE = 6;
    private static final int FAREWELL = 7;
    private static final int CLOSE = 8;
    private static final int ACCESS_CHANGE = 9;

    private Envelope() {}

    static byte[] encode(PeerMessage message) {
        Content content = message.content();
        if (content instanceof Edits edits) {
            return ending(begin(EDITS, message, edits.update().length), edits.update());
        } else if (content instanceof Presence presence) {
            return ending(begin(PRESENCE, message, presence.update().length), presence.update());
        } else if (content instanceof Diff diff) {
            ByteWriter writer = begin(DIFF, message, diff.update().length + HEADER_BYTES);
            write(writer, diff.to());
            write(writer, diff.version());
            writer.writeUint8(diff.isDurable() ? 1 : 0);
            return ending(writer, diff.update());
        } else if (content instanceof State state) {
            ByteWriter writer = begin(STATE, message, HEADER_BYTES);
            writer.writeUint8(codeOf(state.purpose()));
            write(writer, state.version());
            return writer.take();
        } else if (content instanceof Told told) {
            ByteWriter writer = begin(TOLD, message, told.text().length());
            writer.writeVarString(told.text());
            return writer.take();
        } else if (content instanceof AccessChange change) {
            ByteWriter writer = begin(
                    ACCESS_CHANGE,
                    message,
                    change.user().length() + change.document().length());
            writer.writeVarString(change.user());
            writer.writeVarString(change.document());
            writer.writeUint8(change.isKick() ? 1 : 0);
            return writer.take();
        } else if (content instanceof InStore) {
            return begin(IN_STORE, message, 0).take();
        } else if (content instanceof Farewell) {
            return begin(FAREWELL, message, 0).take();
        } else if (content instanceof Close) {
            return begin(CLOSE, message, 0).take();
        }
        return begin(ALIVE, message, 0).take();
    }

    private static ByteWriter begin(int kind, PeerMessage message, int contentBytes) {
        ByteWriter writer = new ByteWriter(HEADER_BYTES + contentBytes);
        writer.writeUint8(FORMAT);
        writer.writeUint8(kind);
        write(writer, message.from());
        writer.writeVarUint(message.sequence());
        writer.writeVarUint(message.committed());
        return writer;
    }

    private static byte[] ending(ByteWriter writer, byte[] update) {
        writer.writeBytes(update, 0, update.length);
        return writer.take();
    }

    private static void write(ByteWriter writer, Peer peer) {
        writer.writeBigInt64(peer.node());
        writer.writeVarUint(peer.opening());
    }

    private static void write(ByteWriter writer, Version version) {
        writer.writeBigInt64(version.deletions());
        version.stateVector().write(writer);
    }

    /** Whether a node sent this, looking no further; false for what is no envelope. */
    static boolean isFrom(byte[] bytes, long node) {
        int nodeEnd = 2 + Long.BYTES;
        return bytes.length >= nodeEnd
                && bytes[0] == FORMAT
                && new ByteReader(bytes, 2, nodeEnd).readBigInt64() == node;
    }

    /**
     * Reads an envelope.
     *
     * @return null if a later version of this program wrote it, and nobody here can know what it says
     * @throws DecodeException if it is none
     */
    static @Nullable PeerMessage decode(byte[] bytes) {
        ByteReader reader = new ByteReader(bytes);
        if (reader.readUint8() != FORMAT) {
            return null;
        }
        int kind = reader.readUint8();
        Peer from = readPeer(reader);
        long sequence = reader.readVarUint();
        long committed = reader.readVarUint();
        Content content = readContent(kind, reader);
        return content == null ? null : new PeerMessage(from, sequence, committed, content);
    }

    private static @Nullable Content readContent(int kind, ByteReader reader) {
        return switch (kind) {
            case EDITS -> new Edits(rest(reader));
            case IN_STORE -> new InStore();
            case STATE -> new State(readPurpose(reader), readVersion(reader));
            case DIFF -> new Diff(readPeer(reader), readVersion(reader), reader.readUint8() != 0, rest(reader));
            case PRESENCE -> new Presence(rest(reader));
            case TOLD -> new Told(reader.readVarString());
            case ALIVE -> new Alive();
            case FAREWELL -> new Farewell();
            case CLOSE -> new Close();
            case ACCESS_CHANGE ->
                new AccessChange(reader.readVarString(), reader.readVarString(), reader.readUint8() != 0);
            default -> null;
        };
    }

    private static Peer readPeer(ByteReader reader) {
        return new Peer(reader.readBigInt64(), reader.readVarUint());
    }

    private static Version readVersion(ByteReader reader) {
        long deletions = reader.readBigInt64();
        return new Version(StateVector.read(reader), deletions);
    }

    private static int codeOf(Purpose purpose) {
        return switch (purpose) {
            case GREET -> 0;
            case CHECK -> 1;
            case ASK -> 2;
        };
    }

    private static Purpose readPurpose(ByteReader reader) {
        int code = reader.readUint8();
        return switch (code) {
            case 0 -> Purpose.GREET;
            case 1 -> Purpose.CHECK;
            case 2 -> Purpose.ASK;
            default -> throw reader.failure("unknown purpose=" + code);
        };
    }

    private static byte[] rest(ByteReader reader) {
        byte[] bytes = new byte[reader.remaining()];
        System.arraycopy(reader.bytes(), reader.position(), bytes, 0, bytes.length);
        reader.skip(bytes.length);
        return bytes;
    }
}
