package io.codecollab.server.protocol;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.sync.SyncMessage;
import io.codecollab.crdt.sync.SyncProtocol;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of npm y-websocket, versions 1 to 4.
 *
 * <pre>
 *   frame   := message+                     versions 1 to 3 read the first one only, so each is sent in a frame of its own
 *   message := 0 sync | 1 awareness | 3     3 asks who is here
 * </pre>
 *
 * Its confirmation of an edit is the edit itself, sent back: merging it again does nothing, and clients which wait for it
 * take it as "saved".
 */
public class YWebsocketDialect implements Dialect {

    private static final int SYNC = 0;
    private static final int AWARENESS = 1;
    private static final int QUERY_AWARENESS = 3;

    /** More than any client puts into one frame; each costs the server far more than its byte or two. */
    private static final int MAX_MESSAGES_PER_FRAME = 1_000;

    /** Nobody's awareness: y-websocket closes a connection on which no frame came for 30 seconds, and pings are no frames. */
    private static final EncodedFrame KEEP_ALIVE = awareness(new byte[] {0});

    @Override
    public String name() {
        return "y-websocket";
    }

    @Override
    public final List<Message> decode(ByteReader frame) throws MalformedMessageException {
        List<Message> messages = new ArrayList<>(1);
        try {
            do {
                if (messages.size() == MAX_MESSAGES_PER_FRAME) {
                    throw new MalformedMessageException("too many messages in a frame, bytes=" + frame.end());
                }
                messages.add(read(frame.readVarUint(), frame));
            } while (frame.hasRemaining());
        } catch (DecodeException e) {
            throw new MalformedMessageException(
                    "not a " + name() + " frame, bytes=" + frame.end() + ": " + e.getMessage(), e);
        }
        return messages;
    }

    /** Reads a message behind its kind. */
    Message read(long kind, ByteReader frame) throws MalformedMessageException {
        if (kind == SYNC) {
            return SyncMessages.read(frame);
        } else if (kind == AWARENESS) {
            return new Message.Presence(frame.readVarBytes());
        } else if (kind == QUERY_AWARENESS) {
            return new Message.WhoIsHere();
        }
        throw new MalformedMessageException("no " + name() + " client sends this, kind=" + kind);
    }

    @Override
    public List<EncodedFrame> welcome(byte[] stateVector, byte[] presence, boolean mayWrite) {
        List<EncodedFrame> frames = new ArrayList<>(2);
        if (mayWrite) {
            frames.add(syncRequest(stateVector));
        }
        if (presence.length > 1) {
            frames.add(presence(presence));
        }
        return frames;
    }

    @Override
    public final EncodedFrame syncRequest(byte[] stateVector) {
        return sync(new SyncMessage.Step1(stateVector));
    }

    @Override
    public final List<EncodedFrame> beforeSyncAnswer(byte[] stateVector) {
        return List.of();
    }

    @Override
    public final EncodedFrame syncAnswer(byte[] update) {
        return sync(new SyncMessage.Step2(update));
    }

    @Override
    public final EncodedFrame update(byte[] update) {
        return sync(new SyncMessage.Update(update));
    }

    @Override
    public final EncodedFrame presence(byte[] awarenessUpdate) {
        return awareness(awarenessUpdate);
    }

    @Override
    public @Nullable EncodedFrame saved(byte[] update, boolean isAnswer) {
        return isAnswer ? null : update(update);
    }

    @Override
    public final EncodedFrame keepAlive() {
        return KEEP_ALIVE;
    }

    private static EncodedFrame sync(SyncMessage message) {
        ByteWriter writer = EncodedFrame.payload(64);
        writer.writeVarUint(SYNC);
        SyncProtocol.write(writer, message);
        return EncodedFrame.binary(writer);
    }

    private static EncodedFrame awareness(byte[] update) {
        ByteWriter writer = EncodedFrame.payload(update.length + 6);
        writer.writeVarUint(AWARENESS);
        writer.writeVarBytes(update);
        return EncodedFrame.binary(writer);
    }
}
