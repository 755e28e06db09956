package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.Any;
import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.DecodeLimits;
import io.codecollab.crdt.lib0.IntDiffOptRleDecoder;
import io.codecollab.crdt.lib0.RleDecoder;
import io.codecollab.crdt.lib0.StringColumnDecoder;
import io.codecollab.crdt.lib0.UintOptRleDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * A cursor over an update in format V2: nine run-length encoded columns in front of the rest.
 *
 * <p>Not thread-safe.
 */
public final class UpdateCursorV2 extends UpdateCursor {

    private final IntDiffOptRleDecoder keyClocks;
    private final UintOptRleDecoder clients;
    private final IntDiffOptRleDecoder leftClocks;
    private final IntDiffOptRleDecoder rightClocks;
    private final RleDecoder infos;
    private final StringColumnDecoder strings;
    private final RleDecoder parentInfos;
    private final UintOptRleDecoder typeRefs;
    private final UintOptRleDecoder lengths;
    private final ByteReader rest;

    /** Keys read so far: a key clock within them repeats one, though no Yjs writer makes use of that. */
    private final List<String> keys = new ArrayList<>(0);

    private final int sectionCount;
    private long budget;

    /** Starts before the first struct. */
    public UpdateCursorV2(byte[] update, DecodeLimits limits) {
        super(update, limits, false);
        ByteReader in = new ByteReader(update);
        in.readVarUint(); // feature flags, ignored by Yjs too
        int at = column(in);
        keyClocks = new IntDiffOptRleDecoder(update, at, in.position());
        at = column(in);
        clients = new UintOptRleDecoder(update, at, in.position());
        at = column(in);
        leftClocks = new IntDiffOptRleDecoder(update, at, in.position());
        at = column(in);
        rightClocks = new IntDiffOptRleDecoder(update, at, in.position());
        at = column(in);
        infos = new RleDecoder(update, at, in.position());
        at = column(in);
        strings = new StringColumnDecoder(update, at, in.position());
        at = column(in);
        parentInfos = new RleDecoder(update, at, in.position());
        at = column(in);
        typeRefs = new UintOptRleDecoder(update, at, in.position());
        at = column(in);
        lengths = new UintOptRleDecoder(update, at, in.position());
        rest = in;
        budget = limits.structBudget(update.length);
        sectionCount = rest.readVarUint31("client count");
        sectionsLeft = sectionCount;
    }

    /** Passes a column; returns where it starts. */
    private static int column(ByteReader in) {
        int length = in.readLength();
        int at = in.position();
        in.skip(length);
        return at;
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
                structsLeft = rest.readVarUint31("struct count");
                client = clients.read();
                nextClock = rest.readVarUint31("clock");
            } else {
                structsLeft--;
                if (--budget < 0) {
                    throw rest.failure("too many structs for an update of " + update.length + " bytes");
                }
                if (readStruct()) {
                    return true;
                }
            }
        }
    }

    /** Reads one struct; false when it is an empty one. */
    private boolean readStruct() {
        int at = rest.position();
        info = infos.read();
        ref = info & StructRef.MASK;
        clock = nextClock;
        parentSub = null;
        if (ref == StructRef.GC) {
            length = lengths.readInt31("length");
        } else if (ref == StructRef.SKIP) {
            length = rest.readVarUint31("length");
        } else {
            readHeader();
            readContent();
            if (length > 0) {
                checkAnchors(at);
            }
        }
        advanceClock(at);
        return length > 0;
    }

    private void readHeader() {
        int anchors = info & (StructRef.HAS_ORIGIN | StructRef.HAS_RIGHT_ORIGIN);
        if (anchors != 0) {
            parentKind = PARENT_INHERITED;
            if ((anchors & StructRef.HAS_ORIGIN) != 0) {
                originClient = clients.read();
                originClock = leftClocks.readInt31("origin clock");
            }
            if ((anchors & StructRef.HAS_RIGHT_ORIGIN) != 0) {
                rightOriginClient = clients.read();
                rightOriginClock = rightClocks.readInt31("right origin clock");
            }
            return;
        }
        if (parentInfos.read() == 1) {
            parentKind = PARENT_ROOT;
            parentName = strings.read();
        } else {
            parentKind = PARENT_ID;
            parentClient = clients.read();
            parentClock = leftClocks.readInt31("parent clock");
        }
        if ((info & StructRef.HAS_PARENT_SUB) != 0) {
            parentSub = strings.read();
        }
    }

    private void readContent() {
        valueBytes = update;
        switch (ref) {
            case StructRef.STRING -> {
                length = strings.next();
                textChars = strings.units();
                textBytes = textChars == null ? update : null;
                textStart = strings.from();
                textEnd = strings.to();
            }
            case StructRef.DELETED -> length = lengths.readInt31("length");
            case StructRef.ANY -> {
                length = lengths.readInt31("value count");
                readValues(length);
            }
            case StructRef.TYPE -> {
                length = 1;
                readType();
            }
            case StructRef.FORMAT -> {
                length = 1;
                key = readKey();
                readValues(1);
            }
            case StructRef.EMBED -> {
                length = 1;
                readValues(1);
            }
            case StructRef.BINARY -> {
                length = 1;
                int bytes = rest.readLength();
                valueStart = rest.position();
                rest.skip(bytes);
                valueEnd = rest.position();
            }
            case StructRef.DOC -> {
                length = 1;
                guid = strings.read();
                readValues(1);
            }
            case StructRef.JSON -> {
                length = lengths.readInt31("value count");
                readJsonElements();
            }
            default -> throw unknownContent(ref, rest.position());
        }
    }

    private void readValues(int count) {
        valueStart = rest.position();
        for (int left = count; left > 0; left--) {
            Any.skip(rest, limits);
        }
        valueEnd = rest.position();
    }

    private void readType() {
        typeRef = typeRefs.readInt31("type ref");
        if (typeRef > TypeRef.XML_TEXT) {
            throw unknownType(typeRef, rest.position());
        }
        typeName = TypeRef.hasName(typeRef) ? readKey() : null;
    }

    private String readKey() {
        int keyClock = keyClocks.readInt31("key clock");
        if (keyClock < keys.size()) {
            String known = keys.get(keyClock);
            budget -= known.length(); // writers spell it out each time
            return known;
        }
        String added = strings.read();
        keys.add(added);
        return added;
    }

    /** Gathers the elements of the legacy JSON content from the string column, as the varStrings they are in V1. */
    private void readJsonElements() {
        ByteWriter out = new ByteWriter();
        for (int left = length; left > 0; left--) {
            int at = out.size();
            out.writeVarString(strings.read());
            try {
                UpdateCursorV1.skipJsonOrUndefined(new ByteReader(out.buffer(), at, out.size()), limits);
            } catch (DecodeException e) {
                throw rest.failure(e.reason());
            }
        }
        valueBytes = out.toByteArray();
        valueStart = 0;
        valueEnd = valueBytes.length;
    }

    @Override
    IdSet decodeDeleteSet() {
        return IdSet.decodeV2(rest);
    }

    @Override
    void decodeDeleteSet(IdSet.Builder builder) {
        IdSet.decode(rest, true, builder);
    }
}
