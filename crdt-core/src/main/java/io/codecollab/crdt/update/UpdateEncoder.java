package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.ByteWriter;

/**
 * Writes the parts of an update in the order in which {@link UpdateCursor} reads them; where each part goes is the
 * difference between V1 and V2. Named after the encoders of Yjs.
 *
 * <p>Not thread-safe.
 */
public abstract sealed class UpdateEncoder permits UpdateEncoderV1, UpdateEncoderV2 {

    static final int INITIAL_BYTES = 64;

    final ByteWriter rest;

    UpdateEncoder(ByteWriter rest) {
        this.rest = rest;
    }

    /** An encoder for format V1. */
    public static UpdateEncoder v1() {
        return new UpdateEncoderV1(new ByteWriter(INITIAL_BYTES));
    }

    /** An encoder for format V1 that writes to this array as long as there is room in it. */
    public static UpdateEncoder v1(byte[] array) {
        return new UpdateEncoderV1(new ByteWriter(array));
    }

    /** An encoder for format V2. */
    public static UpdateEncoder v2() {
        return new UpdateEncoderV2(new byte[INITIAL_BYTES], INITIAL_BYTES);
    }

    /**
     * An encoder of format V2 with room for about this many bytes beside the text, which is written to this array as long as
     * there is room in it.
     */
    public static UpdateEncoder v2(byte[] text, int expectedBytes) {
        return new UpdateEncoderV2(text, expectedBytes);
    }

    /** Where everything goes in V1, and in V2 what has no column. */
    public final ByteWriter rest() {
        return rest;
    }

    /** Writes a count, a first clock, the length of a Skip. */
    public final void writeVarUintRest(long value) {
        rest.writeVarUint(value);
    }

    /** Writes the info byte of a struct. */
    public abstract void writeInfo(int info);

    /** Writes the client of a section. */
    public abstract void writeClient(long client);

    /** Writes an origin. */
    public abstract void writeLeftId(long client, int clock);

    /** Writes a right origin. */
    public abstract void writeRightId(long client, int clock);

    /** Writes whether a root name follows, or else the id of the parent's item. */
    public abstract void writeParentInfo(boolean isRootName);

    /** Writes the id of the parent's item. */
    public final void writeParentId(long client, int clock) {
        writeLeftId(client, clock);
    }

    /** Writes a root name, the key of a map entry, the guid of a subdocument, a legacy JSON text. */
    public abstract void writeString(String text);

    /** Writes the name of an attribute, an element or a hook. */
    public abstract void writeKey(String key);

    /** Writes which type a nested type is. */
    public abstract void writeTypeRef(int typeRef);

    /** Writes the length of a GC or of deleted content, or how many values follow. */
    public abstract void writeLen(int length);

    /** Writes a byte array with its length. */
    public final void writeBinary(byte[] bytes, int from, int to) {
        rest.writeVarBytes(bytes, from, to);
    }

    /** Writes any values that are encoded already. */
    public final void writeAnyBytes(byte[] bytes, int from, int to) {
        rest.writeBytes(bytes, from, to);
    }

    /**
     * Starts text content; {@code textChunk} goes on with it.
     *
     * @param utf16Length the length of all chunks together in UTF-16 units
     * @param utf8Length the length of all chunks together in UTF-8; equal to {@code utf16Length} exactly for pure ASCII
     */
    public abstract void startText(int utf16Length, int utf8Length);

    /** Writes a piece of text content: a range of Latin-1. */
    public abstract void textChunk(byte[] latin1, int from, int to);

    /**
     * Writes a piece of text content: a range of UTF-16, which does not end between the two halves of a surrogate pair.
     */
    public abstract void textChunk(char[] units, int from, int to);

    /** Writes text content as a whole: a range of well-formed UTF-8. */
    public abstract void writeTextUtf8(byte[] utf8, int from, int to, int utf16Length);

    /** Writes a delete set. */
    public abstract void writeDeleteSet(IdSet deleted);

    /** Starts the ranges of another client in a delete set that is written piece by piece. */
    public abstract void dsReset();

    /** Writes where a range of a delete set starts. */
    public abstract void dsWriteClock(int clock);

    /** Writes how long that range is: at least 1. */
    public abstract void dsWriteLen(int length);

    /** The finished update, a copy. */
    public abstract byte[] toByteArray();

    /** The array it was made with, or the longer one that took its place; the finished update does not need it. */
    public abstract byte[] array();
}
