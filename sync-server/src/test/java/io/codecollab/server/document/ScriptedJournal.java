package io.codecollab.server.document;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.Replica;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A journal in memory whose commits happen when the test says so, or at once. Thread-safe. */
public final class ScriptedJournal implements Journal {

    /** One append that is not durable yet. */
    private record Append(DocumentName name, byte[] update, CompletableFuture<Void> future) {}

    private final Map<DocumentName, List<byte[]>> committed = new HashMap<>();
    private final List<Append> waiting = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final boolean commitsAtOnce;
    private UnaryOperator<Replica> wrap = UnaryOperator.identity();
    private boolean unreadable;
    private boolean unloadable;
    private int unloadCount;
    private int grownCount;

    /** Commits when it is told to. */
    public ScriptedJournal() {
        this(false);
    }

    private ScriptedJournal(boolean commitsAtOnce) {
        this.commitsAtOnce = commitsAtOnce;
    }

    /** Commits every edit before {@link #append} returns. */
    public static ScriptedJournal committingAtOnce() {
        return new ScriptedJournal(true);
    }

    @Override
    public synchronized Replica load(DocumentName name) {
        if (unreadable || unloadable) {
            throw new IllegalStateException("cannot be loaded, as the test wants it");
        }
        Replica replica = new DocReplica();
        committed.getOrDefault(name, List.of()).forEach(replica::applyUpdate);
        return wrap.apply(replica);
    }

    /** Every replica is handed out like this from now on. */
    synchronized void wrapReplicas(UnaryOperator<Replica> newWrap) {
        wrap = newWrap;
    }

    @Override
    public CompletionStage<Void> append(DocumentName name, byte[] update) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        synchronized (this) {
            waiting.add(new Append(name, update, future));
        }
        if (commitsAtOnce) {
            commit();
        }
        return future;
    }

    @Override
    public synchronized void keepRefused(DocumentName name, byte[] update, String reason) {
        refused.add(name + ", bytes=" + update.length + ", " + reason);
    }

    @Override
    public synchronized boolean exists(DocumentName name) {
        requireReadable();
        return committed.containsKey(name);
    }

    @Override
    public synchronized boolean create(DocumentName name) {
        requireReadable();
        return committed.putIfAbsent(name, new ArrayList<>()) == null;
    }

    @Override
    public synchronized void grown(DocumentName name) {
        grownCount++;
    }

    @Override
    public synchronized void unloaded(DocumentName name) {
        unloadCount++;
    }

    /** Everything appended so far is durable. */
    public void commit() {
        commit(Integer.MAX_VALUE);
    }

    /** So many of the first appends that wait are durable. */
    void commit(int count) {
        List<Append> done;
        synchronized (this) {
            List<Append> first = waiting.subList(0, Math.min(count, waiting.size()));
            done = List.copyOf(first);
            first.clear();
            done.forEach(append -> committed
                    .computeIfAbsent(append.name(), missing -> new ArrayList<>())
                    .add(append.update()));
        }
        done.forEach(append -> append.future().complete(null));
    }

    /** Everything appended so far will never be durable. */
    void fail() {
        List<Append> lost;
        synchronized (this) {
            lost = List.copyOf(waiting);
            waiting.clear();
        }
        lost.forEach(append -> append.future().completeExceptionally(new IllegalStateException("disk on fire")));
    }

    public synchronized void makeUnreadable() {
        unreadable = true;
    }

    /** Documents are there and cannot be loaded. */
    public synchronized void makeUnloadable() {
        unloadable = true;
    }

    private void requireReadable() {
        if (unreadable) {
            throw new IllegalStateException("cannot be read, as the test wants it");
        }
    }

    /** What was appended and is not durable yet, in order. */
    public synchronized List<byte[]> waiting() {
        return waiting.stream().map(Append::update).toList();
    }

    /** What was kept for inspection, in order. */
    public synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    synchronized int waitingCount() {
        return waiting.size();
    }

    synchronized int grownCount() {
        return grownCount;
    }

    synchronized int unloadCount() {
        return unloadCount;
    }
}
