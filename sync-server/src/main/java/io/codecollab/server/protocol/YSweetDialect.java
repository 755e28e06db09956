package io.codecollab.server.protocol;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of npm {@code @y-sweet/client}: those of y-websocket, and a version that counts the client's changes.
 *
 * <pre>
 *   message := ... | 102 varBytes(varUint version)
 * </pre>
 *
 * The client asks with the number of changes it has made and takes the answer for the number that is saved. It must have an
 * answer soon, so it gets the highest number that is committed, and another answer when there is a higher one.
 */
public final class YSweetDialect extends YWebsocketDialect {

    private static final int VERSION = 102;

    @Override
    public String name() {
        return "y-sweet";
    }

    @Override
    Message read(long kind, ByteReader frame) throws MalformedMessageException {
        if (kind != VERSION) {
            return super.read(kind, frame);
        }
        ByteReader version = new ByteReader(frame.readVarBytes());
        return new Message.Version(version.readVarUint());
    }

    @Override
    public List<EncodedFrame> welcome(byte[] stateVector, byte[] presence, boolean mayWrite) {
        EncodedFrame everybody = presence(presence);
        return mayWrite ? List.of(syncRequest(stateVector), everybody) : List.of(everybody);
    }

    @Override
    public @Nullable EncodedFrame saved(byte[] update, boolean isAnswer) {
        return null;
    }

    @Override
    public EncodedFrame savedVersion(long version) {
        ByteWriter writer = EncodedFrame.payload(12);
        writer.writeVarUint(VERSION);
        writer.writeVarUint(ByteWriter.varUintSize(version));
        writer.writeVarUint(version);
        return EncodedFrame.binary(writer);
    }
}
