package io.codecollab.server.protocol;

import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.sync.SyncMessage;
import io.codecollab.crdt.sync.SyncMessage.Step1;
import io.codecollab.crdt.sync.SyncMessage.Step2;
import io.codecollab.crdt.sync.SyncMessage.Update;
import io.codecollab.crdt.sync.YWebSocketMessage;
import io.codecollab.crdt.sync.YWebSocketMessage.Awareness;
import io.codecollab.crdt.sync.YWebSocketMessage.QueryAwareness;
import io.codecollab.crdt.sync.YWebSocketMessage.Sync;
import io.codecollab.crdt.sync.YWebSocketProtocol;

/**
 * The frames of npm y-websocket, versions 1 to 3, one message each.
 *
 * <p>Its confirmation of an edit is the edit itself, sent back: merging it again does nothing, and clients which wait for it
 * take it as "saved".
 */
public final class YWebsocketDialect implements Dialect {

    /** Nobody's awareness: y-websocket closes a connection on which no frame came for 30 seconds, and pings are no frames. */
    private static final EncodedFrame KEEP_ALIVE = encode(new Awareness(new byte[] {0}));

    @Override
    public Message decode(byte[] frame) throws MalformedMessageException {
        YWebSocketMessage message;
        try {
            message = YWebSocketProtocol.decode(frame);
        } catch (DecodeException e) {
            throw new MalformedMessageException(
                    "not a y-websocket frame, bytes=" + frame.length + ": " + e.getMessage(), e);
        }
        if (message instanceof Sync sync) {
            return sync(sync.message());
        } else if (message instanceof Awareness awareness) {
            return new Message.Presence(awareness.update());
        } else if (message instanceof QueryAwareness) {
            return new Message.WhoIsHere();
        }
        throw new MalformedMessageException(
                "only servers send " + message.getClass().getSimpleName());
    }

    private static Message sync(SyncMessage message) throws MalformedMessageException {
        if (message instanceof Step1 step1) {
            return new Message.SyncRequest(step1.stateVector());
        } else if (message instanceof Step2 step2) {
            return new Message.SyncAnswer(step2.update());
        } else if (message instanceof Update update) {
            return new Message.Edit(update.update());
        }
        throw new MalformedMessageException(
                "unknown sync message " + message.getClass().getSimpleName());
    }

    @Override
    public EncodedFrame syncRequest(byte[] stateVector) {
        return encode(new Sync(new Step1(stateVector)));
    }

    @Override
    public EncodedFrame syncAnswer(byte[] update) {
        return encode(new Sync(new Step2(update)));
    }

    @Override
    public EncodedFrame update(byte[] update) {
        return encode(new Sync(new Update(update)));
    }

    @Override
    public EncodedFrame presence(byte[] awarenessUpdate) {
        return encode(new Awareness(awarenessUpdate));
    }

    @Override
    public EncodedFrame keepAlive() {
        return KEEP_ALIVE;
    }

    private static EncodedFrame encode(YWebSocketMessage message) {
        return new EncodedFrame(YWebSocketProtocol.encode(message));
    }
}
