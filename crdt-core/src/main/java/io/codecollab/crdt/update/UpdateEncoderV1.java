package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.ByteWriter;

/**
 * Writes updates in format V1: everything one after the other.
 *
 * <p>Not thread-safe.
 */
public final class UpdateEncoderV1 extends UpdateEncoder {

    private boolean asciiText;

    UpdateEncoderV1(ByteWriter rest) {
        super(rest);
    }

    @Override
    public void writeInfo(int info) {
        rest.writeUint8(info);
    }

    @Override
    public void writeClient(long client) {
        rest.writeVarUint(client);
    }

    @Override
    public void writeLeftId(long client, int clock) {
        rest.writeVarUint(client);
        rest.writeVarUint(clock);
    }

    @Override
    public void writeRightId(long client, int clock) {
        rest.writeVarUint(client);
        rest.writeVarUint(clock);
    }

    @Override
    public void writeParentInfo(boolean isRootName) {
        rest.writeVarUint(isRootName ? 1 : 0);
    }

    @Override
    public void writeString(String text) {
        rest.writeVarString(text);
    }

    @Override
    public void writeKey(String key) {
        rest.writeVarString(key);
    }

    @Override
    public void writeTypeRef(int typeRef) {
        rest.writeVarUint(typeRef);
    }

    @Override
    public void writeLen(int length) {
        rest.writeVarUint(length);
    }

    @Override
    public void startText(int utf16Length, int utf8Length) {
        asciiText = utf16Length == utf8Length;
        rest.writeVarUint(utf8Length);
    }

    @Override
    public void textChunk(byte[] latin1, int from, int to) {
        if (asciiText) {
            rest.writeBytes(latin1, from, to);
        } else {
            rest.writeUtf8(latin1, from, to);
        }
    }

    @Override
    public void textChunk(char[] units, int from, int to) {
        rest.writeUtf8(units, from, to);
    }

    @Override
    public void writeTextUtf8(byte[] utf8, int from, int to, int utf16Length) {
        rest.writeVarBytes(utf8, from, to);
    }

    @Override
    public void writeDeleteSet(IdSet deleted) {
        deleted.encodeV1(rest);
    }

    @Override
    public void dsReset() {}

    @Override
    public void dsWriteClock(int clock) {
        rest.writeVarUint(clock);
    }

    @Override
    public void dsWriteLen(int length) {
        rest.writeVarUint(length);
    }

    @Override
    public byte[] toByteArray() {
        return rest.toByteArray();
    }

    @Override
    public byte[] array() {
        return rest.buffer();
    }
}
