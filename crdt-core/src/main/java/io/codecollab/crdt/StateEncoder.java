package io.codecollab.crdt;

import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.update.IdSet;
import io.codecollab.crdt.update.StateVector;
import io.codecollab.crdt.update.UpdateEncoder;
import io.codecollab.crdt.update.UpdateEncoderV2;
import io.codecollab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Encodes a document, a part of it, or what a transaction changed.
 *
 * <p>Source: Yjs 13.6 {@code encoding.js}.
 */
final class StateEncoder {
    private static final int INITIAL_BYTES = 64;

    /* As observed in documents of code and prose. */
    private static final int V1_BYTES_PER_STRUCT = 22;
    private static final int V2_BYTES_PER_STRUCT = 12;

    private StateEncoder() {}

    /** What a peer with this state vector lacks, the whole delete set and what is parked included. */
    static byte[] encode(Doc doc, StateVector target, boolean v2) {
        UpdateEncoder encoder = encoder(doc.store(), target, v2);
        writeStructs(encoder, doc.store(), target);
        writeDeleteSet(encoder, doc.store());
        byte[] state = encoder.toByteArray();
        ScratchArray.giveBack(encoder.array());
        return doc.pending().isEmpty() ? state : withPending(doc, state, target, v2);
    }

    /* An encoder that will not have to grow much. */
    private static UpdateEncoder encoder(StructStore store, StateVector target, boolean v2) {
        int structs = 0;
        int units = 0;
        if (target.isEmpty()) {
            for (ClientLog log : store.descending()) {
                structs += log.structCount;
                units += log.text == null ? 0 : log.text.liveUnits();
            }
        }
        return v2
                ? UpdateEncoder.v2(
                        ScratchArray.take(units + INITIAL_BYTES), structs * V2_BYTES_PER_STRUCT + INITIAL_BYTES)
                : UpdateEncoder.v1(ScratchArray.take(units + structs * V1_BYTES_PER_STRUCT + INITIAL_BYTES));
    }

    private static UpdateEncoder encoder(boolean v2) {
        return v2 ? UpdateEncoder.v2() : UpdateEncoder.v1();
    }

    private static byte[] withPending(Doc doc, byte[] state, StateVector target, boolean v2) {
        List<byte[]> updates = new ArrayList<>(3);
        updates.add(state);
        byte[] deletions = doc.pending().encodeDeletions(encoder(v2));
        if (deletions != null) {
            updates.add(deletions);
        }
        byte[] structs = doc.pending().encodeStructs(encoder(v2));
        if (structs != null) {
            byte[] known = target.encode();
            updates.add(v2 ? Updates.diffUpdateV2(structs, known) : Updates.diffUpdate(structs, known));
        }
        return v2 ? Updates.mergeUpdatesV2(updates) : Updates.mergeUpdates(updates);
    }

    private static void writeStructs(UpdateEncoder encoder, StructStore store, StateVector target) {
        ClientLog[] logs = store.descending();
        int sections = 0;
        for (ClientLog log : logs) {
            if (log.nextClock > target.get(log.client)) {
                sections++;
            }
        }
        encoder.writeVarUintRest(sections);
        for (ClientLog log : logs) {
            int clock = target.get(log.client);
            if (log.nextClock > clock) {
                StructWriter.writeSection(encoder, log, clock);
            }
        }
    }

    private static void writeDeleteSet(UpdateEncoder encoder, StructStore store) {
        boolean v2 = encoder instanceof UpdateEncoderV2;
        ClientLog[] logs = store.descending();
        int clients = 0;
        for (ClientLog log : logs) {
            if ((v2 ? log.deletionsV2() : log.deletionsV1()).length > 0) {
                clients++;
            }
        }
        ByteWriter rest = encoder.rest();
        rest.writeVarUint(clients);
        for (ClientLog log : logs) {
            byte[] encoded = v2 ? log.deletionsV2() : log.deletionsV1();
            rest.writeBytes(encoded, 0, encoded.length);
        }
    }

    /** The update event of a transaction: its structs after garbage collection and merging, and its deletions. */
    static byte[] encodeTransaction(Transaction transaction, boolean v2) {
        UpdateEncoder encoder = encoder(v2);
        int count = transaction.touchedCount();
        encoder.writeVarUintRest(count);
        if (count == 1) {
            StructWriter.writeSection(encoder, transaction.touched(0), transaction.before(0));
        } else if (count > 1) {
            for (int i : descendingClients(transaction)) {
                StructWriter.writeSection(encoder, transaction.touched(i), transaction.before(i));
            }
        }
        writeDeletions(encoder, transaction.deletions);
        return encoder.toByteArray();
    }

    private static int[] descendingClients(Transaction transaction) {
        Integer[] order = new Integer[transaction.touchedCount()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                Comparator.comparingLong((Integer i) -> transaction.touched(i).client)
                        .reversed());
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    private static void writeDeletions(UpdateEncoder encoder, Deletions deletions) {
        int count = deletions.clientCount();
        ByteWriter rest = encoder.rest();
        rest.writeVarUint(count);
        Deletions.Client[] clients = new Deletions.Client[count];
        for (int i = 0; i < count; i++) {
            clients[i] = deletions.client(i);
        }
        if (count > 1) {
            Arrays.sort(clients, (a, b) -> Long.compare(b.log.client, a.log.client));
        }
        for (Deletions.Client client : clients) {
            encoder.dsReset();
            rest.writeVarUint(client.log.client);
            rest.writeVarUint(client.count());
            for (int i = 0; i < client.count(); i++) {
                encoder.dsWriteClock(client.clock(i));
                encoder.dsWriteLen(client.length(i));
            }
        }
    }

    static byte[] encodeStateVector(StructStore store) {
        ClientLog[] logs = store.descending();
        ByteWriter writer = new ByteWriter();
        int clients = 0;
        for (ClientLog log : logs) {
            if (log.nextClock > 0) {
                clients++;
            }
        }
        writer.writeVarUint(clients);
        for (ClientLog log : logs) {
            if (log.nextClock > 0) {
                writer.writeVarUint(log.client);
                writer.writeVarUint(log.nextClock);
            }
        }
        return writer.toByteArray();
    }

    static IdSet deleteSet(StructStore store) {
        IdSet.Builder builder = new IdSet.Builder();
        for (ClientLog log : store.descending()) {
            int[] ranges = log.deletedRanges();
            for (int i = 0; i < ranges.length; i += 2) {
                builder.add(log.client, ranges[i], ranges[i + 1]);
            }
        }
        return builder.build();
    }
}
