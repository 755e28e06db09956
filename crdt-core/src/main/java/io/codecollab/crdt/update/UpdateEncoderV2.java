package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.IntDiffOptRleEncoder;
import io.codecollab.crdt.lib0.RleEncoder;
import io.codecollab.crdt.lib0.StringColumnEncoder;
import io.codecollab.crdt.lib0.UintOptRleEncoder;
import java.util.List;

/**
 * Writes updates in format V2: nine columns, then the rest.
 *
 * <p>Not thread-safe.
 */
public final class UpdateEncoderV2 extends UpdateEncoder {

    private static final int COLUMNS = 8;

    private final IntDiffOptRleEncoder keyClocks = new IntDiffOptRleEncoder();
    private final UintOptRleEncoder clients;
    private final IntDiffOptRleEncoder leftClocks;
    private final IntDiffOptRleEncoder rightClocks;
    private final RleEncoder infos;
    private final StringColumnEncoder strings;
    private final RleEncoder parentInfos = new RleEncoder();
    private final UintOptRleEncoder typeRefs = new UintOptRleEncoder();
    private final UintOptRleEncoder lengths = new UintOptRleEncoder();

    /** Counts keys. Yjs meant to write a repeated key once and never does; its bytes are what counts. */
    private int nextKeyClock;

    private boolean asciiText;
    private int deletedEnd;

    UpdateEncoderV2(byte[] text, int expectedBytes) {
        super(new ByteWriter(columnBytes(expectedBytes)));
        int columnBytes = columnBytes(expectedBytes);
        clients = new UintOptRleEncoder(columnBytes);
        leftClocks = new IntDiffOptRleEncoder(2 * columnBytes);
        rightClocks = new IntDiffOptRleEncoder(2 * columnBytes);
        infos = new RleEncoder(columnBytes);
        strings = new StringColumnEncoder(text, columnBytes);
    }

    private static int columnBytes(int expectedBytes) {
        return Math.max(INITIAL_BYTES, expectedBytes / COLUMNS);
    }

    @Override
    public void writeInfo(int info) {
        infos.write(info);
    }

    @Override
    public void writeClient(long client) {
        clients.write(client);
    }

    @Override
    public void writeLeftId(long client, int clock) {
        clients.write(client);
        leftClocks.write(clock);
    }

    @Override
    public void writeRightId(long client, int clock) {
        clients.write(client);
        rightClocks.write(clock);
    }

    @Override
    public void writeParentInfo(boolean isRootName) {
        parentInfos.write(isRootName ? 1 : 0);
    }

    @Override
    public void writeString(String text) {
        strings.write(text);
    }

    @Override
    public void writeKey(String key) {
        keyClocks.write(nextKeyClock++);
        strings.write(key);
    }

    @Override
    public void writeTypeRef(int typeRef) {
        typeRefs.write(typeRef);
    }

    @Override
    public void writeLen(int length) {
        lengths.write(length);
    }

    @Override
    public void startText(int utf16Length, int utf8Length) {
        asciiText = utf16Length == utf8Length;
        strings.start(utf16Length);
    }

    @Override
    public void textChunk(byte[] latin1, int from, int to) {
        if (asciiText) {
            strings.appendUtf8(latin1, from, to);
        } else {
            strings.appendLatin1(latin1, from, to);
        }
    }

    @Override
    public void textChunk(char[] units, int from, int to) {
        strings.append(units, from, to);
    }

    @Override
    public void writeTextUtf8(byte[] utf8, int from, int to, int utf16Length) {
        strings.start(utf16Length);
        strings.appendUtf8(utf8, from, to);
    }

    /** Where the text of structs goes that are written by {@link #writeAll}, before they are: ASCII only. */
    public ByteWriter asciiText() {
        return strings.ascii();
    }

    /** Writes structs, column by column; their text has been written to {@link #asciiText()}. */
    public void writeAll(StructColumns structs) {
        infos.writeAll(structs.infos, structs.count);
        clients.writeAll(structs.clients, structs.clientCount);
        leftClocks.writeAll(structs.leftClocks, structs.leftCount);
        rightClocks.writeAll(structs.rightClocks, structs.rightCount);
        lengths.writeAll(structs.lengths, structs.lengthCount);
        strings.lengths().writeAll(structs.textLengths, structs.textCount);
    }

    @Override
    public void writeDeleteSet(IdSet deleted) {
        deleted.encodeV2(rest);
    }

    @Override
    public void dsReset() {
        deletedEnd = 0;
    }

    @Override
    public void dsWriteClock(int clock) {
        rest.writeVarUint(clock - deletedEnd);
        deletedEnd = clock;
    }

    @Override
    public void dsWriteLen(int length) {
        rest.writeVarUint(length - 1);
        deletedEnd += length;
    }

    @Override
    public byte[] toByteArray() {
        List<ByteWriter> before = List.of(
                keyClocks.finish(), clients.finish(), leftClocks.finish(), rightClocks.finish(), infos.finish());
        List<ByteWriter> behind = List.of(parentInfos.finish(), typeRefs.finish(), lengths.finish());
        int stringBytes = strings.finishedSize();
        int size =
                1 + sizeOf(before) + ByteWriter.varUintSize(stringBytes) + stringBytes + sizeOf(behind) + rest.size();
        ByteWriter out = new ByteWriter(size);
        out.writeUint8(0); // feature flags
        before.forEach(out::writeVarBytes);
        out.writeVarUint(stringBytes);
        strings.writeTo(out);
        behind.forEach(out::writeVarBytes);
        out.writeBytes(rest);
        return out.take();
    }

    @Override
    public byte[] array() {
        return asciiText().buffer();
    }

    private static int sizeOf(List<ByteWriter> columns) {
        int size = 0;
        for (ByteWriter column : columns) {
            size += ByteWriter.varUintSize(column.size()) + column.size();
        }
        return size;
    }
}
