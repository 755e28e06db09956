package io.codecollab.bench.load;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.DecodeLimits;
import io.codecollab.crdt.lib0.Utf8;
import io.codecollab.crdt.update.StructRef;
import io.codecollab.crdt.update.UpdateCursor;
import java.util.Arrays;

/**
 * Finds out which clocks of which clients an update brings. Text, deletions and holes, all that the generator's own edits
 * become, are passed over in place; anything else is left to the engine's cursor, which checks everything and needs a copy.
 *
 * <p>Stateless.
 */
final class ClockScanner {

    private ClockScanner() {}

    /** Is told what an update brings. */
    interface Sink {
        /** Clocks of a client, the end exclusive, never empty. */
        void clocks(long client, int from, int end);
    }

    /**
     * Scans the update in {@code bytes} from {@code from} to {@code end}. When a kind of struct turns up that is not for the
     * fast way, clocks before it are told twice.
     *
     * @throws DecodeException if it is no update
     */
    static void scan(byte[] bytes, int from, int end, Sink sink) {
        ByteReader in = new ByteReader(bytes, from, end);
        for (int sections = in.readVarUint31("sections"); sections > 0; sections--) {
            int structs = in.readVarUint31("structs");
            long client = in.readVarUint();
            int clock = in.readVarUint31("clock");
            int runStart = clock;
            for (; structs > 0; structs--) {
                int info = in.readUint8();
                int ref = info & StructRef.MASK;
                if (ref == StructRef.SKIP) {
                    tell(client, runStart, clock, sink);
                    clock += in.readVarUint31("length");
                    runStart = clock;
                } else if (ref == StructRef.GC) {
                    clock += in.readVarUint31("length");
                } else if (ref == StructRef.STRING) {
                    skipHeader(in, info);
                    clock += textLength(in);
                } else if (ref == StructRef.DELETED) {
                    skipHeader(in, info);
                    clock += in.readVarUint31("length");
                } else {
                    scanAnything(Arrays.copyOfRange(bytes, from, end), sink);
                    return;
                }
            }
            tell(client, runStart, clock, sink);
        }
    }

    private static void tell(long client, int from, int end, Sink sink) {
        if (end > from) {
            sink.clocks(client, from, end);
        }
    }

    private static void skipHeader(ByteReader in, int info) {
        int anchors = info & (StructRef.HAS_ORIGIN | StructRef.HAS_RIGHT_ORIGIN);
        if (anchors == 0) {
            boolean isRoot = in.readVarUint() == 1;
            if (isRoot) {
                in.skipVarBytes();
            } else {
                skipId(in);
            }
            if ((info & StructRef.HAS_PARENT_SUB) != 0) {
                in.skipVarBytes();
            }
            return;
        }
        skipId(in);
        if (anchors == (StructRef.HAS_ORIGIN | StructRef.HAS_RIGHT_ORIGIN)) {
            skipId(in);
        }
    }

    private static void skipId(ByteReader in) {
        in.readVarUint();
        in.readVarUint();
    }

    private static int textLength(ByteReader in) {
        int size = in.readLength();
        int start = in.position();
        in.skip(size);
        // one letter is what most structs are
        return size == 1 ? 1 : Utf8.utf16Length(in.bytes(), start, start + size);
    }

    private static void scanAnything(byte[] update, Sink sink) {
        UpdateCursor struct = UpdateCursor.v1(update, DecodeLimits.DEFAULT);
        while (struct.next()) {
            if (struct.ref != StructRef.SKIP) {
                sink.clocks(struct.client, struct.clock, struct.clock + struct.length);
            }
        }
    }
}
