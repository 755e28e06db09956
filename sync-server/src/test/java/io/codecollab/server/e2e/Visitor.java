package io.codecollab.server.e2e;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;

/**
 * Somebody who comes to one document after the other, at whatever instance, types a little and leaves: so that documents are
 * opened, closed and compacted all the time. Types from the start; thread-safe.
 */
final class Visitor implements AutoCloseable {

    private static final int MAX_EDITS = 30;
    private static final int MAX_UNACKNOWLEDGED = 4;
    private static final int MAX_ABSENCE_MS = 2_000;

    private static final List<Framing> FRAMINGS = List.of(Framing.values());

    private final Cluster cluster;
    private final Map<String, Ledger> ledgers;
    private final List<String> documents;
    private final String name;
    private final Random random;
    private final Thread thread;

    /**
     * @param ledgers of the documents to visit, by their names
     * @param name unique among all writers of these documents, ever
     */
    Visitor(Cluster cluster, Map<String, Ledger> ledgers, String name, long seed) {
        this.cluster = cluster;
        this.ledgers = ledgers;
        this.documents = List.copyOf(ledgers.keySet());
        this.name = name;
        this.random = new Random(seed);
        thread = new Thread(this::live, "visitor " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void live() {
        try {
            for (int visit = 0; ; visit++) {
                visit(visit);
                Thread.sleep(random.nextInt(MAX_ABSENCE_MS));
            }
        } catch (InterruptedException e) {
            return; // closed
        }
    }

    private void visit(int number) throws InterruptedException {
        String document = documents.get(random.nextInt(documents.size()));
        Framing framing = FRAMINGS.get(random.nextInt(FRAMINGS.size()));
        Ledger ledger = ledgers.getOrDefault(document, new Ledger());
        try (RawEditor editor = new RawEditor(
                cluster.anyAddress(random), framing, document, name + "." + number, ledger, random.nextLong())) {
            int edits = random.nextInt(MAX_EDITS);
            for (int i = 0; i < edits; i++) {
                editor.edit();
                editor.awaitUnacknowledgedBelow(MAX_UNACKNOWLEDGED);
            }
            if (random.nextBoolean()) {
                editor.awaitUnacknowledgedBelow(1); // otherwise hangs up in the middle
            }
        } catch (CompletionException | IllegalStateException e) {
            return; // nobody there, or the instance went away
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a visitor", e);
        }
    }
}
