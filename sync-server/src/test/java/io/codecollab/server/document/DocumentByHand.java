package io.codecollab.server.document;

import io.codecollab.server.ops.Metrics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/** One document on the real engine whose turns and whose clock the test moves by hand. One thread. */
final class DocumentByHand implements Document.Surroundings {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private record Due(long atMs, long number, Runnable task) {}

    private final Queue<Runnable> turns = new ArrayDeque<>();
    private final Queue<Due> later =
            new PriorityQueue<>(Comparator.comparing(Due::atMs).thenComparing(Due::number));
    private final List<String> lifecycle = new ArrayList<>();
    private final Document document;
    private long nowMs = 1_000_000;
    private long laterCount;
    private int longTurnCount;

    DocumentByHand(Journal journal) {
        this(journal, DocumentLimits.defaults());
    }

    DocumentByHand(Journal journal, DocumentLimits limits) {
        this(journal, Relay.NONE, limits);
    }

    DocumentByHand(Journal journal, Relay relay, DocumentLimits limits) {
        document =
                new Document(new DocumentName("doc"), journal, relay, this, limits, new Metrics(), turns::add, turn -> {
                    longTurnCount++;
                    turns.add(turn);
                });
    }

    Document document() {
        return document;
    }

    /** What its owner was told since the last call. */
    List<String> lifecycle() {
        List<String> news = List.copyOf(lifecycle);
        lifecycle.clear();
        return news;
    }

    /** How many turns were handed to the workers for long tasks. */
    int longTurnCount() {
        return longTurnCount;
    }

    void load() {
        document.load();
        runTurns();
    }

    void join(Subscriber... subscribers) {
        for (Subscriber subscriber : subscribers) {
            document.join(subscriber);
        }
        runTurns();
    }

    void leave(Subscriber subscriber) {
        document.leave(subscriber);
        runTurns();
    }

    /** Merges an edit in a turn of its own. */
    void merge(Subscriber from, String update) {
        submit(from, update);
        runTurns();
    }

    /** Leaves an edit in the mailbox. */
    void submit(Subscriber from, String update) {
        document.merge(from, bytes(update), false);
    }

    void announce(Subscriber from, String awarenessUpdate) {
        document.announce(from, bytes(awarenessUpdate));
        runTurns();
    }

    void ask(Subscriber from, String stateVector) {
        document.ask(from, bytes(stateVector));
        runTurns();
    }

    /** Lets every turn run that waits, those that come up meanwhile included. */
    void runTurns() {
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
    }

    /** Lets time pass, and what becomes due happen in its order. */
    void advance(long ms) {
        long endMs = nowMs + ms;
        while (!later.isEmpty() && later.element().atMs() <= endMs) {
            Due due = later.remove();
            nowMs = due.atMs();
            due.task().run();
            runTurns();
        }
        nowMs = endMs;
    }

    @Override
    public void unused(Document unused, long joinCount) {
        lifecycle.add("unused " + joinCount);
    }

    @Override
    public void ended(Document ended) {
        lifecycle.add("ended");
    }

    @Override
    public void unloaded(Document unloaded) {
        lifecycle.add("unloaded");
    }

    @Override
    public void waitForStore(Runnable work) {
        work.run();
    }

    @Override
    public void later(long delayMs, Runnable task) {
        later.add(new Due(nowMs + delayMs, laterCount++, task));
    }

    @Override
    public long nowMs() {
        return nowMs;
    }

    static byte[] bytes(String hex) {
        return HEX.parseHex(hex);
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }
}
