package io.codecollab.crdt;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.DecodeLimits;
import io.codecollab.crdt.update.IdSet;
import io.codecollab.crdt.update.StateVector;
import io.codecollab.crdt.update.UpdateCursor;
import io.codecollab.crdt.update.UpdateEncoder;

/**
 * What a document was at some moment: which units existed and which of them were deleted. It holds no content; that stays
 * in the document, which therefore must not collect garbage if old snapshots are to be read.
 *
 * <pre>
 *   snapshot := deleteSet stateVector        deleteSet in its V1 or its V2 form
 * </pre>
 *
 * <p>Source: Yjs 13.6 {@code Snapshot.js}. Immutable.
 *
 * @param deleteSet the units that were deleted
 * @param stateVector the units that existed: per client those below its clock
 */
public record Snapshot(IdSet deleteSet, StateVector stateVector) {

    /** Of an empty document. */
    public static final Snapshot EMPTY = new Snapshot(IdSet.EMPTY, StateVector.EMPTY);

    private static final String RESTORED = "snapshot";

    /** What the document is now. */
    public static Snapshot of(Doc doc) {
        return new Snapshot(doc.deleteSet(), doc.stateVector());
    }

    /**
     * Reads a snapshot in format V1; bytes after it are ignored.
     *
     * @throws DecodeException if the bytes are none
     */
    public static Snapshot decode(byte[] encoded) {
        ByteReader reader = new ByteReader(encoded);
        return new Snapshot(IdSet.decodeV1(reader), StateVector.read(reader));
    }

    /**
     * Reads a snapshot in format V2; bytes after it are ignored.
     *
     * @throws DecodeException if the bytes are none
     */
    public static Snapshot decodeV2(byte[] encoded) {
        ByteReader reader = new ByteReader(encoded);
        return new Snapshot(IdSet.decodeV2(reader), StateVector.read(reader));
    }

    /** The snapshot in format V1. */
    public byte[] encode() {
        ByteWriter writer = new ByteWriter();
        deleteSet.encodeV1(writer);
        stateVector.write(writer);
        return writer.toByteArray();
    }

    /** The snapshot in format V2. */
    public byte[] encodeV2() {
        ByteWriter writer = new ByteWriter();
        deleteSet.encodeV2(writer);
        stateVector.write(writer);
        return writer.toByteArray();
    }

    /** Whether this unit existed and was not deleted. */
    public boolean isVisible(Id id) {
        return existed(id.client(), id.clock()) && !deleteSet.contains(id.client(), id.clock());
    }

    /** Whether the first unit of the item existed and was not deleted; after {@link #cut} that goes for all its units. */
    boolean isVisible(Item item) {
        return isVisible(item, 0);
    }

    boolean isVisible(Item item, int offset) {
        int clock = item.clock + offset;
        return existed(item.client(), clock) && !deleteSet.contains(item.client(), clock);
    }

    /** How many units of the item existed. */
    int unitsOf(Item item) {
        return Math.max(0, Math.min(item.length, stateVector.get(item.client()) - item.clock));
    }

    private boolean existed(long client, int clock) {
        return clock < stateVector.get(client);
    }

    /**
     * Whether an update in format V1 would bring nothing that is not in this snapshot.
     *
     * @throws DecodeException if the update is malformed
     */
    public boolean containsUpdate(byte[] update) {
        return contains(UpdateCursor.v1(update, DecodeLimits.DEFAULT));
    }

    /**
     * Whether an update in format V2 would bring nothing that is not in this snapshot.
     *
     * @throws DecodeException if the update is malformed
     */
    public boolean containsUpdateV2(byte[] update) {
        return contains(UpdateCursor.v2(update, DecodeLimits.DEFAULT));
    }

    private boolean contains(UpdateCursor cursor) {
        while (cursor.next()) {
            if (stateVector.get(cursor.client) < cursor.clock + cursor.length) {
                return false;
            }
        }
        return IdSet.merge(deleteSet, cursor.readDeleteSet()).equals(deleteSet);
    }

    /**
     * A new document with the content of {@code origin} as it was.
     *
     * @param origin the document this snapshot was taken of, now or later; it must not collect garbage
     * @throws IllegalArgumentException if {@code origin} collects garbage or has never been what the snapshot says
     */
    public Doc createDoc(Doc origin) {
        Doc restored = new Doc();
        restoreInto(restored, origin);
        return restored;
    }

    /**
     * Merges the content of {@code origin} as it was into another document.
     *
     * @throws IllegalArgumentException if {@code origin} collects garbage or has never been what the snapshot says
     */
    public void restoreInto(Doc target, Doc origin) {
        if (origin.options().gc()) {
            throw new IllegalArgumentException(
                    "the original document has released deleted content: it must have gc off");
        }
        checkIsPastOf(origin);
        byte[] update = origin.compute(transaction -> encodeContent(transaction), null);
        target.applyUpdateV2(update, RESTORED);
    }

    private void checkIsPastOf(Doc origin) {
        for (long client : stateVector.clients()) {
            if (stateVector.get(client) > origin.store().clock(client)) {
                throw new IllegalArgumentException("the snapshot knows more than the document, client=" + client
                        + ", clock=" + stateVector.get(client)
                        + ", clockOfDocument=" + origin.store().clock(client));
            }
        }
    }

    /* V2, which keeps every value of an embed or a format; V1 would turn them into JSON. */
    private byte[] encodeContent(Transaction transaction) {
        StructStore store = transaction.doc().store();
        UpdateEncoder encoder = UpdateEncoder.v2();
        long[] clients = stateVector.clients();
        int sections = 0;
        for (long client : clients) {
            sections += stateVector.get(client) > 0 ? 1 : 0;
        }
        encoder.writeVarUintRest(sections);
        for (int i = clients.length - 1; i >= 0; i--) {
            int clock = stateVector.get(clients[i]);
            if (clock > 0) {
                ClientLog log = store.getOrCreate(clients[i]);
                cutAt(transaction, log, clock);
                StructWriter.writeSectionUntil(encoder, log, clock);
            }
        }
        encoder.writeDeleteSet(deleteSet);
        return encoder.toByteArray();
    }

    /**
     * Cuts the items of the transaction's document wherever some of their units were visible and others not. They are joined
     * again when the transaction ends.
     */
    void cut(Transaction transaction) {
        StructStore store = transaction.doc().store();
        for (long client : stateVector.clients()) {
            ClientLog log = store.get(client);
            if (log != null) {
                cutAt(transaction, log, stateVector.get(client));
            }
        }
        deleteSet.forEachRange((client, clock, length) -> {
            ClientLog log = store.get(client);
            if (log != null) {
                cutAt(transaction, log, clock);
                cutAt(transaction, log, clock + length);
            }
        });
    }

    private static void cutAt(Transaction transaction, ClientLog log, int clock) {
        if (clock < log.nextClock) {
            Structs.cleanStart(transaction, log, clock);
        }
    }
}
