package io.codecollab.crdt.fuzz;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.Id;
import io.codecollab.crdt.RelativePosition;
import io.codecollab.crdt.Snapshot;
import io.codecollab.crdt.lib0.Recording;
import io.codecollab.crdt.update.StateVector;
import io.codecollab.crdt.update.Updates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Valid bytes to start from: updates that npm yjs made in the recorded runs and the golden files. Immutable.
 *
 * @param cases documents and updates they have not seen
 * @param messages sync messages
 * @param awareness awareness updates
 * @param snapshots of the documents in {@code cases}
 * @param positions relative positions
 */
record Corpus(
        List<Case> cases,
        List<byte[]> messages,
        List<byte[]> awareness,
        List<byte[]> snapshots,
        List<byte[]> positions) {

    /**
     * A document and an update from later in the same session.
     *
     * @param state format V1
     * @param update format V1
     */
    record Case(byte[] state, byte[] update) {}

    private static final String[] PROFILES = {
        "all",
        "clients",
        "data",
        "delivery",
        "gcfilter",
        "legacy",
        "nested",
        "nogc",
        "plain",
        "snapshots",
        "subdocs",
        "surrogates",
        "text",
        "textobjects",
        "txn",
        "undo",
        "xml"
    };
    private static final int MOST_UPDATE_BYTES = 1500;
    private static final int CASES_PER_STATE = 12;

    /** What a recorded run says its documents emitted: [V1, V2 or its digest, whether local]. */
    private static final Pattern EMITTED = Pattern.compile("\\[\"([0-9a-f]{4,})\",\"[0-9a-f]*\",[01]]");

    private static final Pattern AWARENESS = Pattern.compile("\"update\":\"([0-9a-f]{4,})\"");

    static Corpus load() {
        List<Case> cases = new ArrayList<>();
        for (String profile : PROFILES) {
            addCases(cases, updatesOf("runs/" + profile + "/1.jsonl.gz"));
        }
        addCases(cases, goldenUpdates());
        return new Corpus(List.copyOf(cases), messages(cases), awarenessUpdates(), snapshots(cases), positions(cases));
    }

    /** All updates, in format V1. */
    List<byte[]> updates() {
        return cases.stream().map(Case::update).toList();
    }

    private static List<byte[]> updatesOf(String run) {
        List<byte[]> updates = new ArrayList<>();
        for (String line : Recording.lines(run)) {
            Matcher matcher = EMITTED.matcher(line);
            while (matcher.find()) {
                updates.add(HexFormat.of().parseHex(matcher.group(1)));
            }
        }
        return updates;
    }

    private static List<byte[]> goldenUpdates() {
        List<byte[]> updates = new ArrayList<>();
        Recording docs = Recording.golden("docs");
        for (String name : docs.names().stream().sorted().toList()) {
            updates.add(docs.part(name).hex("v1"));
        }
        updates.addAll(Recording.golden("utils").hexes("updates"));
        return updates;
    }

    /** Three states of a session, each with some of the updates that came after it: the next ones, and later ones. */
    private static void addCases(List<Case> cases, List<byte[]> updates) {
        for (int third = 0; third < 3; third++) {
            int known = updates.size() * third / 3;
            byte[] state = Updates.mergeUpdates(updates.subList(0, known));
            int later = updates.size() - known;
            for (int i = 0; i < CASES_PER_STATE && i < later; i++) {
                int ahead = i < CASES_PER_STATE / 2 ? i : i * later / CASES_PER_STATE;
                byte[] update = updates.get(known + ahead);
                if (update.length <= MOST_UPDATE_BYTES) {
                    cases.add(new Case(state, update));
                }
            }
        }
    }

    private static List<byte[]> messages(List<Case> cases) {
        List<byte[]> messages = new ArrayList<>();
        Recording misc = Recording.golden("misc");
        for (String name : List.of("syncStep1", "syncStep2", "update")) {
            messages.add(misc.hex(name));
        }
        for (int i = 0; i < cases.size(); i += 10) {
            messages.add(HostileUpdate.message(2, cases.get(i).update()));
        }
        return List.copyOf(messages);
    }

    private static List<byte[]> awarenessUpdates() {
        List<byte[]> updates = new ArrayList<>();
        Recording misc = Recording.golden("misc");
        updates.add(misc.hex("awareness"));
        updates.add(misc.hex("awareness null"));
        Matcher matcher = AWARENESS.matcher(resource("/vectors/awareness.json"));
        while (matcher.find() && updates.size() < 60) {
            updates.add(HexFormat.of().parseHex(matcher.group(1)));
        }
        return List.copyOf(updates);
    }

    private static List<byte[]> snapshots(List<Case> cases) {
        List<byte[]> snapshots = new ArrayList<>();
        for (Case each : cases) {
            Doc doc = new Doc();
            doc.applyUpdate(each.state());
            Snapshot snapshot = Snapshot.of(doc);
            snapshots.add(snapshots.size() % 2 == 0 ? snapshot.encode() : snapshot.encodeV2());
        }
        return List.copyOf(snapshots);
    }

    private static List<byte[]> positions(List<Case> cases) {
        List<byte[]> positions = new ArrayList<>();
        for (Case each : cases) {
            StateVector vector = StateVector.decode(Updates.encodeStateVectorFromUpdate(each.state()));
            long[] clients = vector.clients();
            int assoc = positions.size() % 3 - 1;
            if (clients.length == 0 || assoc == 0) {
                positions.add(new RelativePosition(null, "text", null, assoc).encode());
            } else {
                long client = clients[positions.size() % clients.length];
                Id id = new Id(client, vector.get(client) / 2);
                positions.add((assoc > 0
                                ? new RelativePosition(null, null, id, assoc)
                                : new RelativePosition(id, null, null, assoc))
                        .encode());
            }
        }
        return List.copyOf(positions);
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Corpus.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
