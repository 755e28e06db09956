package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.Any;
import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.DecodeLimits;
import io.codecollab.crdt.lib0.JsonText;
import io.codecollab.crdt.lib0.RepeatingVarUint;
import io.codecollab.crdt.lib0.Utf8;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over an update in format V1: one stream of bytes, in which every struct is a range of its own.
 *
 * <p>Not thread-safe.
 */
public final class UpdateCursorV1 extends UpdateCursor {

    private static final byte[] UNDEFINED = {'u', 'n', 'd', 'e', 'f', 'i', 'n', 'e', 'd'};

    private final ByteReader in;
    private final int sectionCount;
    private final RepeatingVarUint originClients = new RepeatingVarUint();

    /** Made for the first name: most small updates have none. */
    private @Nullable NameReader names;

    /** Starts before the first struct. */
    public UpdateCursorV1(byte[] update, DecodeLimits limits) {
        super(update, limits, true);
        in = new ByteReader(update);
        sectionCount = in.readVarUint31("client count");
        sectionsLeft = sectionCount;
    }

    @Override
    public int sectionCount() {
        return sectionCount;
    }

    @Override
    public boolean next() {
        while (true) {
            if (structsLeft == 0) {
                if (sectionsLeft == 0) {
                    return false;
                }
                sectionsLeft--;
                structsLeft = in.readVarUint31("struct count");
                client = in.readVarUint();
                nextClock = in.readVarUint31("clock");
            } else {
                structsLeft--;
                if (readStruct()) {
                    return true;
                }
            }
        }
    }

    /** Reads one struct; false when it is an empty one. */
    private boolean readStruct() {
        structStart = in.position();
        info = in.readUint8();
        ref = info & StructRef.MASK;
        clock = nextClock;
        parentSub = null;
        if (ref == StructRef.GC || ref == StructRef.SKIP) {
            headerEnd = in.position();
            length = in.readVarUint31("length");
        } else {
            readHeader();
            headerEnd = in.position();
            readContent();
            if (length > 0) {
                checkAnchors(structStart);
            }
        }
        structEnd = in.position();
        advanceClock(structStart);
        return length > 0;
    }

    private void readHeader() {
        int anchors = info & (StructRef.HAS_ORIGIN | StructRef.HAS_RIGHT_ORIGIN);
        if (anchors != 0) {
            parentKind = PARENT_INHERITED;
            if ((anchors & StructRef.HAS_ORIGIN) != 0) {
                originClient = originClients.read(in);
                originClock = in.readVarUint31("origin clock");
            }
            if ((anchors & StructRef.HAS_RIGHT_ORIGIN) != 0) {
                rightOriginClient = originClients.read(in);
                rightOriginClock = in.readVarUint31("right origin clock");
            }
            return;
        }
        if (in.readVarUint() == 1) {
            parentKind = PARENT_ROOT;
            parentName = readName(NameReader.ROOT);
        } else {
            parentKind = PARENT_ID;
            parentClient = in.readVarUint();
            parentClock = in.readVarUint31("parent clock");
        }
        if ((info & StructRef.HAS_PARENT_SUB) != 0) {
            parentSub = readName(NameReader.MAP_KEY);
        }
    }

    private void readContent() {
        switch (ref) {
            case StructRef.STRING -> {
                textBytes = update;
                int bytes = in.readLength();
                textStart = in.position();
                in.skip(bytes);
                textEnd = in.position();
                length = Utf8.utf16Length(update, textStart, textEnd);
            }
            case StructRef.DELETED -> length = in.readVarUint31("length");
            case StructRef.ANY -> {
                length = in.readVarUint31("value count");
                valueStart = in.position();
                for (int left = length; left > 0; left--) {
                    Any.skip(in, limits);
                }
                valueEnd = in.position();
            }
            case StructRef.TYPE -> {
                length = 1;
                readType();
            }
            case StructRef.FORMAT -> {
                length = 1;
                key = readName(NameReader.OTHER);
                readJson();
            }
            case StructRef.EMBED -> {
                length = 1;
                readJson();
            }
            case StructRef.BINARY -> {
                length = 1;
                int bytes = in.readLength();
                valueStart = in.position();
                in.skip(bytes);
                valueEnd = in.position();
            }
            case StructRef.DOC -> {
                length = 1;
                guid = in.readVarString();
                valueStart = in.position();
                Any.skip(in, limits);
                valueEnd = in.position();
            }
            case StructRef.JSON -> {
                length = in.readVarUint31("value count");
                valueStart = in.position();
                for (int left = length; left > 0; left--) {
                    skipJsonOrUndefined(in, limits);
                }
                valueEnd = in.position();
            }
            default -> throw unknownContent(ref, structStart);
        }
    }

    private String readName(int use) {
        if (names == null) {
            names = new NameReader();
        }
        return names.read(in, use);
    }

    private void readType() {
        int at = in.position();
        typeRef = in.readVarUint31("type ref");
        if (typeRef > TypeRef.XML_TEXT) {
            throw unknownType(typeRef, at);
        }
        typeName = TypeRef.hasName(typeRef) ? readName(NameReader.OTHER) : null;
    }

    private void readJson() {
        int bytes = in.readLength();
        valueStart = in.position();
        in.skip(bytes);
        valueEnd = in.position();
        Utf8.utf16Length(update, valueStart, valueEnd);
        JsonText.check(update, valueStart, valueEnd, limits);
    }

    /** Checks one element of the legacy JSON content, a varString of JSON text or the word undefined. */
    static void skipJsonOrUndefined(ByteReader in, DecodeLimits limits) {
        int bytes = in.readLength();
        int start = in.position();
        in.skip(bytes);
        int end = in.position();
        if (!Arrays.equals(in.bytes(), start, end, UNDEFINED, 0, UNDEFINED.length)) {
            Utf8.utf16Length(in.bytes(), start, end);
            JsonText.check(in.bytes(), start, end, limits);
        }
    }

    @Override
    IdSet decodeDeleteSet() {
        return IdSet.decodeV1(in);
    }

    @Override
    void decodeDeleteSet(IdSet.Builder builder) {
        IdSet.decode(in, false, builder);
    }
}
