package io.codecollab.server.cli;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.update.StateVector;
import io.codecollab.persistence.QuarantinedRecord;
import io.codecollab.persistence.StoredDocument;
import io.codecollab.persistence.StoredUpdate;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.server.storage.StoredReplica;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What there is to see of a stored document. Immutable.
 *
 * @param document its name
 * @param texts the plain text of each root type, empty for those that are no text
 * @param structs in memory, when it is open
 * @param clocks how much each client has ever inserted, in UTF-16 units
 * @param deletedUnits how much of that is deleted
 * @param stateBytes what somebody new is sent
 * @param parkedBytes what waits for updates that are missing
 * @param snapshotBytes as stored, without headers
 * @param journalRows since the snapshot
 * @param journalBytes as stored, without headers
 * @param quarantined what could not be used, and what was refused
 */
record Inspection(
        String document,
        Map<String, String> texts,
        int structs,
        Map<Long, Integer> clocks,
        long deletedUnits,
        long stateBytes,
        long parkedBytes,
        long snapshotBytes,
        int journalRows,
        long journalBytes,
        List<QuarantinedRecord> quarantined) {

    static Inspection of(UpdateStore store, String document) {
        StoredDocument stored = store.load(document);
        try (DocReplica replica = new DocReplica()) {
            StoredReplica.build(stored, () -> replica, store);
            Doc doc = replica.doc();
            return new Inspection(
                    document,
                    texts(replica),
                    doc.structCount(),
                    clocks(doc.stateVector()),
                    deletedUnits(doc),
                    replica.encodeStateAsUpdate().length,
                    replica.pendingBytes(),
                    stored.snapshot().length,
                    stored.journal().size(),
                    stored.journal().stream()
                            .map(StoredUpdate::update)
                            .mapToLong(update -> update.length)
                            .sum(),
                    store.quarantined(document));
        }
    }

    /** For programs. */
    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("document", document);
        json.put("texts", texts);
        json.put("structs", structs);
        json.put(
                "clients",
                clocks.entrySet().stream()
                        .map(client -> Map.of("client", client.getKey(), "clock", client.getValue()))
                        .toList());
        json.put("deletedUnits", deletedUnits);
        json.put("stateBytes", stateBytes);
        json.put("parkedBytes", parkedBytes);
        json.put("snapshotBytes", snapshotBytes);
        json.put("journalRows", journalRows);
        json.put("journalBytes", journalBytes);
        json.put("quarantined", quarantined.stream().map(Inspection::toJson).toList());
        return json;
    }

    private static Map<String, Object> toJson(QuarantinedRecord bad) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", bad.source().name());
        json.put("sequence", bad.sequence());
        json.put("bytes", bad.record().length);
        json.put("reason", bad.reason());
        json.put("found", Instant.ofEpochMilli(bad.foundAtMs()).toString());
        return json;
    }

    /** For people. */
    void print(PrintWriter out) {
        row(out, "document", document);
        row(out, "state", ByteSize.format(stateBytes));
        row(out, "snapshot", snapshotBytes == 0 ? "none" : ByteSize.format(snapshotBytes));
        row(out, "journal", journalRows + " rows, " + ByteSize.format(journalBytes));
        row(out, "structs", structs);
        row(out, "deleted", deletedUnits + " UTF-16 units");
        row(out, "parked", ByteSize.format(parkedBytes));
        row(out, "clients", clocks.size());
        clocks.forEach((client, clock) -> row(out, "", client + ", clock " + clock));
        row(out, "quarantined", quarantined.size());
        quarantined.forEach(bad -> row(out, "", describe(bad)));
        texts.forEach((name, text) -> {
            out.println();
            out.println("--- " + visible(name) + ": " + (text.isEmpty() ? "no text" : text.length() + " UTF-16 units"));
            if (!text.isEmpty()) {
                out.println(visible(text));
            }
        });
    }

    private static void row(PrintWriter out, String name, Object value) {
        out.println(name + " ".repeat(13 - name.length()) + value);
    }

    private static String describe(QuarantinedRecord bad) {
        return bad.source() + " " + bad.sequence() + ", " + ByteSize.format(bad.record().length) + ", "
                + Instant.ofEpochMilli(bad.foundAtMs()) + ": " + visible(bad.reason());
    }

    /** What somebody typed must not talk to the terminal of somebody else. */
    private static String visible(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "\uFFFD");
    }

    private static Map<String, String> texts(DocReplica replica) {
        Map<String, String> texts = new TreeMap<>();
        for (String name : replica.doc().rootNames()) {
            texts.put(name, replica.text(name));
        }
        return texts;
    }

    private static Map<Long, Integer> clocks(StateVector vector) {
        Map<Long, Integer> clocks = new TreeMap<>();
        for (long client : vector.clients()) {
            clocks.put(client, vector.get(client));
        }
        return clocks;
    }

    private static long deletedUnits(Doc doc) {
        long[] units = {0};
        doc.deleteSet().forEachRange((client, clock, length) -> units[0] += length);
        return units[0];
    }
}
