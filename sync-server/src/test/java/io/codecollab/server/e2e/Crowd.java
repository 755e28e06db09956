package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * People who type into documents at all instances of a cluster: {@link Typist}s of every framing, who go to another
 * instance when theirs is gone, and editors on npm clients, who wait for it. Knows what must be true of the documents
 * afterwards. Not thread-safe.
 */
final class Crowd implements AutoCloseable {

    private static final List<ClientKind> KINDS =
            List.of(ClientKind.Y_WEBSOCKET_3, ClientKind.HOCUSPOCUS_4, ClientKind.Y_SWEET);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final Random random;
    private final Map<String, Ledger> ledgers = new LinkedHashMap<>();
    private final Map<String, String> agreed = new LinkedHashMap<>();
    private final List<Typist> typists = new ArrayList<>();
    private final List<Visitor> visitors = new ArrayList<>();
    private final Map<String, List<Editor>> editors = new LinkedHashMap<>();

    Crowd(Cluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
    }

    /**
     * Has people come to a document and type: a typist of each framing and an npm editor at each instance.
     *
     * @param pauseMs between two edits of a typist
     */
    void gather(String document, NodeHost host, int pauseMs) throws Exception {
        Ledger ledger = new Ledger();
        ledgers.put(document, ledger);
        cluster.makeKnown(document);
        for (int i = 0; i < cluster.size(); i++) {
            for (Framing framing : Framing.values()) {
                String name = document + "-" + framing + i;
                typists.add(new Typist(from(i), framing, document, name, ledger, pauseMs, random.nextLong()));
            }
            Editor editor = host.open(KINDS.get(i % KINDS.size()), cluster.address(i), document, Map.of());
            editor.keepTyping(random.nextInt(), Character.toString('a' + i), 2 * pauseMs);
            editors.computeIfAbsent(document, key -> new ArrayList<>()).add(editor);
        }
    }

    /** Has people come to documents and leave them again and again. */
    void visit(List<String> documents, int visitorCount) throws Exception {
        Map<String, Ledger> visited = new LinkedHashMap<>();
        for (String document : documents) {
            visited.put(document, new Ledger());
            cluster.makeKnown(document);
        }
        ledgers.putAll(visited);
        for (int i = 0; i < visitorCount; i++) {
            visitors.add(new Visitor(cluster, visited, "visitor" + i, random.nextLong()));
        }
    }

    /** The addresses for one who prefers an instance and goes to any other when that is not running. */
    private Supplier<String> from(int preferred) {
        Random own = new Random(random.nextLong());
        return () -> cluster.isRunning(preferred) ? cluster.address(preferred) : cluster.anyAddress(own);
    }

    /** How many edits were acknowledged. */
    int acknowledgedCount() {
        return ledgers.values().stream().mapToInt(Ledger::size).sum();
    }

    /** Waits until so many more edits are acknowledged. */
    void awaitMore(int count, String hint) throws Throwable {
        int before = acknowledgedCount();
        eventually(() ->
                assertThat(acknowledgedCount()).as("acknowledged, %s", hint).isGreaterThanOrEqualTo(before + count));
    }

    /** Has everybody stop typing, and waits until they and all instances have the same, with all that was acknowledged. */
    void agree(String hint) throws Throwable {
        try {
            agreeOnAll(hint);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + cluster.complaints(), e);
        }
    }

    private void agreeOnAll(String hint) throws Throwable {
        visitors.forEach(Visitor::close);
        visitors.clear();
        typists.forEach(Typist::stopTyping);
        for (List<Editor> each : editors.values()) {
            for (Editor editor : each) {
                assertThat(editor.stopTyping()).isPositive();
            }
        }
        for (Map.Entry<String, Ledger> entry : ledgers.entrySet()) {
            String document = entry.getKey();
            try (Copies copies = readers(document)) {
                int count = 0;
                for (Typist typist : typists) {
                    if (typist.document().equals(document)) {
                        copies.add("typist " + count++, typist.settled());
                    }
                }
                for (Editor editor : editors.getOrDefault(document, List.of())) {
                    eventually(() -> assertThat(editor.isSynced())
                            .as("synced, editor %s, %s", document, hint)
                            .isTrue());
                    copies.add("editor " + count++, editor);
                }
                agreed.put(document, copies.awaitIdentical(PATIENCE, hint));
                copies.assertHaveAll(entry.getValue(), hint);
            }
        }
    }

    /** What each instance tells somebody who knows nothing. */
    private Copies readers(String document) {
        Copies copies = new Copies(document);
        for (int i = 0; i < cluster.size(); i++) {
            copies.addReader("reader at " + i, cluster.address(i));
        }
        return copies;
    }

    /** Has everybody at an npm editor say who they are, and waits until those in one document see each other and nobody else. */
    void seeEachOther() throws Throwable {
        for (List<Editor> each : editors.values()) {
            new Room(each.toArray(Editor[]::new)).introduceEverybody();
        }
    }

    /** Checks that instances which were started again have all that was acknowledged. */
    void assertAcknowledgedIsKept(String hint) throws Throwable {
        for (Map.Entry<String, Ledger> entry : ledgers.entrySet()) {
            try (Copies copies = readers(entry.getKey())) {
                copies.assertHaveAll(entry.getValue(), hint);
                copies.awaitIdentical(PATIENCE, hint);
            }
        }
    }

    /** Checks that instances which were started again have what everybody had agreed on. */
    void assertAllIsKept(String hint) throws Throwable {
        for (Map.Entry<String, Ledger> entry : ledgers.entrySet()) {
            try (Copies copies = readers(entry.getKey())) {
                copies.assertHaveAll(entry.getValue(), hint);
                assertThat(copies.awaitIdentical(PATIENCE, hint))
                        .as("state of %s, %s: %s", entry.getKey(), hint, copies)
                        .isEqualTo(agreed.get(entry.getKey()));
            }
        }
    }

    /** Everybody leaves; what they had agreed on stays known. */
    void leave() {
        editors.values().forEach(each -> each.forEach(Editor::close));
        editors.clear();
        typists.forEach(Typist::close);
        typists.clear();
        visitors.forEach(Visitor::close);
        visitors.clear();
    }

    @Override
    public void close() {
        leave();
    }
}
