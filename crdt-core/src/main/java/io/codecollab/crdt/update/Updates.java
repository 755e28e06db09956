package io.codecollab.crdt.update;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What can be done with updates alone, without a document: a server that only stores and forwards needs nothing else.
 * Results are byte for byte those of the functions of the same names in Yjs 13.6.
 *
 * <p>Names without a suffix are for format V1, the format of the sync protocol. Nothing tells the two formats apart:
 * never mix them. Every method throws {@link DecodeException} when it is given something that is no update of its
 * format.
 *
 * <p>Stateless, thread-safe.
 */
public final class Updates {

    private Updates() {}

    /**
     * One update with everything the given ones have. Of one update it is that very array; of none it is the empty
     * update. Structs may be missing in between: what is merged later can fill the holes.
     */
    public static byte[] mergeUpdates(List<byte[]> updates) {
        return UpdateMerger.merge(UpdateFormat.V1, updates);
    }

    /** {@link #mergeUpdates} for format V2. */
    public static byte[] mergeUpdatesV2(List<byte[]> updates) {
        return UpdateMerger.merge(UpdateFormat.V2, updates);
    }

    /** The part of an update that somebody with this encoded state vector lacks; the delete set stays whole. */
    public static byte[] diffUpdate(byte[] update, byte[] stateVector) {
        return diff(UpdateFormat.V1, update, StateVector.decode(stateVector));
    }

    /** {@link #diffUpdate} for format V2. */
    public static byte[] diffUpdateV2(byte[] update, byte[] stateVector) {
        return diff(UpdateFormat.V2, update, StateVector.decode(stateVector));
    }

    /**
     * Cuts an update, such as a large document's whole state, into several of at most {@code maxBytes} each, for somebody
     * who gets them one after the other and has nothing else yet. None of them has a struct that depends on a later one,
     * so whoever applies them in this order never has to park anything, and shows more and more of the document. The last
     * one has the delete set; if there is no room for that, it is followed by updates that only delete.
     *
     * <p>Three kinds of structs are not cut to size. One that is larger on its own makes an update of its own. Those that
     * depend on what is nowhere in the update, and formatting markers of rich text with all that builds on them, come
     * together in the last update, with the whole delete set: Yjs deletes markers that have no effect, which one cannot
     * know before everything is there.
     *
     * <p>An update that is not larger than {@code maxBytes} is returned as it is, that very array, without a look at it.
     *
     * @param maxBytes at least 1
     */
    public static List<byte[]> split(byte[] update, int maxBytes) {
        return UpdateSplitter.split(update, maxBytes, StateVector.EMPTY);
    }

    /**
     * {@link #split(byte[], int)} for somebody who has a part of the document: the update is what they lack, and may
     * depend on what they have.
     *
     * @param stateVector what they have, encoded
     */
    public static List<byte[]> split(byte[] update, int maxBytes, byte[] stateVector) {
        return UpdateSplitter.split(update, maxBytes, StateVector.decode(stateVector));
    }

    private static byte[] diff(UpdateFormat format, byte[] update, StateVector known) {
        UpdateCursor struct = format.cursor(update);
        StructWriter out = new StructWriter(format, format);
        boolean more = struct.next();
        while (more) {
            long client = struct.client;
            int knownEnd = known.get(client);
            // a section does not start with a Skip, and not with what is known
            while (more && struct.client == client && isSkipOrBelow(struct, knownEnd)) {
                more = struct.next();
            }
            int offset = more ? Math.max(knownEnd - struct.clock, 0) : 0;
            while (more && struct.client == client) {
                out.write(struct, offset);
                offset = 0;
                more = struct.next();
            }
        }
        return out.finish(struct.readDeleteSet());
    }

    private static boolean isSkipOrBelow(UpdateCursor struct, int clock) {
        return struct.ref == StructRef.SKIP || struct.clock + struct.length <= clock;
    }

    /**
     * The encoded state vector of somebody who has this update and nothing else: of each client the clocks from 0 to
     * the first hole, in the order of the update.
     */
    public static byte[] encodeStateVectorFromUpdate(byte[] update) {
        return stateVector(UpdateFormat.V1.cursor(update));
    }

    /** {@link #encodeStateVectorFromUpdate} for format V2. */
    public static byte[] encodeStateVectorFromUpdateV2(byte[] update) {
        return stateVector(UpdateFormat.V2.cursor(update));
    }

    private static byte[] stateVector(UpdateCursor struct) {
        ByteWriter entries = new ByteWriter();
        int count = 0;
        boolean more = struct.next();
        while (more) {
            long client = struct.client;
            int end = 0;
            while (more && struct.client == client) {
                if (struct.clock == end && struct.ref != StructRef.SKIP) {
                    end += struct.length;
                }
                more = struct.next();
            }
            if (end > 0) {
                entries.writeVarUint(client);
                entries.writeVarUint(end);
                count++;
            }
        }
        ByteWriter out = new ByteWriter(entries.size() + Long.BYTES);
        out.writeVarUint(count);
        out.writeBytes(entries);
        return out.toByteArray();
    }

    /** Which clocks an update is about: where each client's structs start and where they end. */
    public static UpdateMeta parseUpdateMeta(byte[] update) {
        return meta(UpdateFormat.V1.cursor(update));
    }

    /** {@link #parseUpdateMeta} for format V2. */
    public static UpdateMeta parseUpdateMetaV2(byte[] update) {
        return meta(UpdateFormat.V2.cursor(update));
    }

    private static UpdateMeta meta(UpdateCursor struct) {
        Map<Long, Integer> from = new HashMap<>();
        Map<Long, Integer> to = new HashMap<>();
        boolean more = struct.next();
        while (more) {
            long client = struct.client;
            from.put(client, struct.clock);
            int end = struct.clock;
            while (more && struct.client == client) {
                end = struct.clock + struct.length;
                more = struct.next();
            }
            to.put(client, end);
        }
        return new UpdateMeta(StateVector.of(from), StateVector.of(to));
    }

    /** The same update in format V2. */
    public static byte[] convertUpdateFormatV1ToV2(byte[] update) {
        return convert(update, UpdateFormat.V1, UpdateFormat.V2);
    }

    /**
     * The same update in format V1.
     *
     * @throws DecodeException also when the value of a format or an embed is undefined or contains a bigint: V1 keeps
     *     these values as JSON
     */
    public static byte[] convertUpdateFormatV2ToV1(byte[] update) {
        return convert(update, UpdateFormat.V2, UpdateFormat.V1);
    }

    private static byte[] convert(byte[] update, UpdateFormat from, UpdateFormat to) {
        UpdateCursor struct = from.cursor(update);
        StructWriter out = new StructWriter(from, to);
        while (struct.next()) {
            out.write(struct, 0);
        }
        return out.finish(struct.readDeleteSet());
    }

    /**
     * The update with all content replaced by numbers, its structure intact: for reports about documents that are
     * private.
     */
    public static byte[] obfuscateUpdate(byte[] update) {
        return obfuscateUpdate(update, ObfuscatorOptions.DEFAULT);
    }

    /** {@link #obfuscateUpdate(byte[])}, leaving some things as they are. */
    public static byte[] obfuscateUpdate(byte[] update, ObfuscatorOptions options) {
        return new Obfuscator(UpdateFormat.V1, options).obfuscate(update);
    }

    /** {@link #obfuscateUpdate(byte[])} for format V2. */
    public static byte[] obfuscateUpdateV2(byte[] update) {
        return obfuscateUpdateV2(update, ObfuscatorOptions.DEFAULT);
    }

    /** {@link #obfuscateUpdate(byte[], ObfuscatorOptions)} for format V2. */
    public static byte[] obfuscateUpdateV2(byte[] update, ObfuscatorOptions options) {
        return new Obfuscator(UpdateFormat.V2, options).obfuscate(update);
    }

    /** Everything in an update, for people to look at. */
    public static DecodedUpdate decodeUpdate(byte[] update) {
        return DecodedUpdate.read(UpdateFormat.V1.cursor(update));
    }

    /** {@link #decodeUpdate} for format V2. */
    public static DecodedUpdate decodeUpdateV2(byte[] update) {
        return DecodedUpdate.read(UpdateFormat.V2.cursor(update));
    }

    /** Whether an update has neither structs nor deletions. */
    public static boolean isEmptyUpdate(byte[] update) {
        ByteReader in = new ByteReader(update);
        long sections = in.readVarUint();
        long deletingClients = in.readVarUint();
        return sections == 0 && deletingClients == 0;
    }

    /** {@link #isEmptyUpdate} for format V2. */
    public static boolean isEmptyUpdateV2(byte[] update) {
        UpdateCursor struct = UpdateFormat.V2.cursor(update);
        return !struct.next() && struct.readDeleteSet().isEmpty();
    }
}
