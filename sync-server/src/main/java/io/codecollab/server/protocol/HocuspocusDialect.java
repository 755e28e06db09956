package io.codecollab.server.protocol;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.sync.SyncMessage;
import io.codecollab.crdt.sync.SyncProtocol;
import java.util.List;

/**
 * The frames of npm {@code @hocuspocus/provider}, versions 2 to 4, for one of the documents on a connection.
 *
 * <pre>
 *   frame   := varString(address) message   address: the document's name, or the name, U+0000 and a session id
 *            | 9 | 10                       alone: ping and pong
 *   message := 0 sync
 *            | 1 awareness
 *            | 2 0 varString(token) [varString(version)]      client: who I am
 *            | 2 1 varString(reason)                          server: denied
 *            | 2 2 varString("read-write" | "readonly")       server: let in
 *            | 2 0                                            server: tell me again who you are
 *            | 3                                              who is here
 *            | 5 varString(text)                              anything between clients
 *            | 7                                              client: done with this document
 *            | 7 varString(reason)                            server: this document is closed to you
 *            | 8 varUint(1 | 0)                               server: what you sent is saved, or refused
 * </pre>
 *
 * The client counts its unsaved messages, each answer to the server's step 1 among them: every one of them is confirmed
 * exactly once.
 */
public final class HocuspocusDialect implements Dialect {

    private static final int SYNC = 0;
    private static final int AWARENESS = 1;
    private static final int AUTH = 2;
    private static final int QUERY_AWARENESS = 3;
    private static final int STATELESS = 5;
    private static final int CLOSE = 7;
    private static final int SYNC_STATUS = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private static final int AUTH_TOKEN = 0;
    private static final int AUTH_DENIED = 1;
    private static final int AUTH_GRANTED = 2;

    /** A name of 256 characters and a session id fit; it is kept for as long as the client takes part. */
    private static final int MAX_ADDRESS_LENGTH = 1_024;

    private static final EncodedFrame PING_FRAME = EncodedFrame.binary(new byte[] {PING});
    private static final EncodedFrame PONG_FRAME = EncodedFrame.binary(new byte[] {PONG});

    private final String address;

    /** @param address what every frame of this document begins with, exactly as the client sent it */
    public HocuspocusDialect(String address) {
        this.address = address;
    }

    /** Whether a frame is a ping, for no document in particular. */
    public static boolean isPing(byte[] frame) {
        return frame.length == 1 && frame[0] == PING;
    }

    /** Whether a frame is the answer to a ping. */
    public static boolean isPong(byte[] frame) {
        return frame.length == 1 && frame[0] == PONG;
    }

    public static EncodedFrame ping() {
        return PING_FRAME;
    }

    public static EncodedFrame pong() {
        return PONG_FRAME;
    }

    /** Reads the address a frame begins with; the message follows. */
    public static String readAddress(ByteReader frame) throws MalformedMessageException {
        String address;
        try {
            address = frame.readVarString();
        } catch (DecodeException e) {
            throw new MalformedMessageException("not a hocuspocus frame, bytes=" + frame.end(), e);
        }
        if (address.length() > MAX_ADDRESS_LENGTH) {
            throw new MalformedMessageException("address too long, length=" + address.length());
        }
        return address;
    }

    @Override
    public String name() {
        return "hocuspocus";
    }

    @Override
    public List<Message> decode(ByteReader frame) throws MalformedMessageException {
        try {
            return List.of(read(frame.readVarUint(), frame));
        } catch (DecodeException e) {
            throw new MalformedMessageException(
                    "not a hocuspocus frame, bytes=" + frame.end() + ": " + e.getMessage(), e);
        }
    }

    private static Message read(long kind, ByteReader frame) throws MalformedMessageException {
        if (kind == SYNC) {
            return SyncMessages.read(frame);
        } else if (kind == AWARENESS) {
            return new Message.Presence(frame.readVarBytes());
        } else if (kind == AUTH && frame.readVarUint() == AUTH_TOKEN) {
            String token = frame.readVarString();
            return new Message.Authenticate(token, frame.hasRemaining() ? frame.readVarString() : "");
        } else if (kind == QUERY_AWARENESS) {
            return new Message.WhoIsHere();
        } else if (kind == STATELESS) {
            return new Message.Tell(frame.readVarString());
        } else if (kind == CLOSE) {
            return new Message.Leave();
        }
        throw new MalformedMessageException("no hocuspocus client sends this, kind=" + kind);
    }

    @Override
    public List<EncodedFrame> welcome(byte[] stateVector, byte[] presence, boolean mayWrite) {
        EncodedFrame granted = scope(mayWrite);
        return presence.length == 1 ? List.of(granted) : List.of(granted, presence(presence));
    }

    @Override
    public EncodedFrame scope(boolean mayWrite) {
        return auth(AUTH_GRANTED, mayWrite ? "read-write" : "readonly");
    }

    /** "You may not." The connection stays, the client may try again. */
    public EncodedFrame denied(String reason) {
        return auth(AUTH_DENIED, reason);
    }

    /** "Tell me again who you are." */
    public EncodedFrame askForToken() {
        ByteWriter writer = begin(AUTH, 1);
        writer.writeVarUint(AUTH_TOKEN);
        return EncodedFrame.binary(writer);
    }

    @Override
    public List<EncodedFrame> beforeSyncAnswer(byte[] stateVector) {
        return List.of(syncRequest(stateVector));
    }

    @Override
    public EncodedFrame syncRequest(byte[] stateVector) {
        return sync(new SyncMessage.Step1(stateVector));
    }

    @Override
    public EncodedFrame syncAnswer(byte[] update) {
        return sync(new SyncMessage.Step2(update));
    }

    @Override
    public EncodedFrame update(byte[] update) {
        return sync(new SyncMessage.Update(update));
    }

    @Override
    public EncodedFrame presence(byte[] awarenessUpdate) {
        ByteWriter writer = begin(AWARENESS, awarenessUpdate.length + 5);
        writer.writeVarBytes(awarenessUpdate);
        return EncodedFrame.binary(writer);
    }

    @Override
    public EncodedFrame saved(byte[] update, boolean isAnswer) {
        return syncStatus(1);
    }

    @Override
    public EncodedFrame refused() {
        return syncStatus(0);
    }

    @Override
    public EncodedFrame told(String message) {
        ByteWriter writer = begin(STATELESS, message.length() + 5);
        writer.writeVarString(message);
        return EncodedFrame.binary(writer);
    }

    /** "This document is closed to you." */
    public EncodedFrame closed(String reason) {
        ByteWriter writer = begin(CLOSE, reason.length() + 5);
        writer.writeVarString(reason);
        return EncodedFrame.binary(writer);
    }

    /** Nobody's awareness: no version takes it for anything. */
    @Override
    public EncodedFrame keepAlive() {
        return presence(new byte[] {0});
    }

    private EncodedFrame sync(SyncMessage message) {
        ByteWriter writer = begin(SYNC, 64);
        SyncProtocol.write(writer, message);
        return EncodedFrame.binary(writer);
    }

    private EncodedFrame syncStatus(int status) {
        ByteWriter writer = begin(SYNC_STATUS, 1);
        writer.writeVarUint(status);
        return EncodedFrame.binary(writer);
    }

    private EncodedFrame auth(int kind, String text) {
        ByteWriter writer = begin(AUTH, text.length() + 6);
        writer.writeVarUint(kind);
        writer.writeVarString(text);
        return EncodedFrame.binary(writer);
    }

    private ByteWriter begin(int kind, int expectedBytes) {
        ByteWriter writer = EncodedFrame.payload(address.length() + 6 + expectedBytes);
        writer.writeVarString(address);
        writer.writeVarUint(kind);
        return writer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HocuspocusDialect that && that.address.equals(address);
    }

    @Override
    public int hashCode() {
        return address.hashCode();
    }
}
