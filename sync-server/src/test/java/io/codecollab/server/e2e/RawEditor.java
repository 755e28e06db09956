package io.codecollab.server.e2e;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.YMap;
import io.codecollab.crdt.YText;
import io.codecollab.crdt.sync.SyncMessage;
import io.codecollab.crdt.sync.SyncPeer;
import io.codecollab.crdt.update.UpdateMeta;
import io.codecollab.crdt.update.Updates;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A client on one connection that edits when it is told to and notes in a {@link Ledger} which of its edits were
 * acknowledged. It never connects again, so that nothing it remembers can make up for what a server has lost. Thread-safe.
 *
 * <p>An edit sets a key of the map "edits", now and then removes one, and now and then puts a character into the text
 * "code" first, beside what others have written there: whoever has not got theirs cannot read this edit either.
 */
final class RawEditor implements AutoCloseable {

    private static final int TIMEOUT_SECONDS = 30;

    private final Framing framing;
    private final String document;
    private final String name;
    private final Random random;
    private final MessageSocket socket;

    /** Guards what follows; told when an edit is acknowledged and when the connection ends. */
    private final Object lock = new Object();

    private final Doc doc = new Doc();
    private final YMap map = doc.getMap("edits");
    private final YText text = doc.getText("code");
    private final PendingEdits pending;
    private final SyncPeer peer;
    private long edits;

    /**
     * Connects and waits until it has the document.
     *
     * @param address host and port
     * @param name unique among all writers of the document, ever
     * @throws CompletionException if it cannot
     * @throws IllegalStateException if the connection ends before it has
     */
    RawEditor(String address, Framing framing, String document, String name, Ledger ledger, long seed) {
        this.framing = framing;
        this.document = document;
        this.name = name;
        this.random = new Random(seed);
        this.pending = new PendingEdits(ledger);
        this.peer = new SyncPeer(doc, this::send);
        CompletableFuture<Void> synced = new CompletableFuture<>();
        peer.onSynced(() -> synced.complete(null));
        socket = new MessageSocket(URI.create("ws://" + address + framing.path(document)), this::receive, why -> {
            synced.completeExceptionally(new IllegalStateException("the connection ended, " + why));
            wakeAll();
        });
        try {
            framing.greeting(document).forEach(socket::send);
            synchronized (lock) {
                peer.start();
            }
            socket.listen(); // from now on it can answer
            synced.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException | IllegalStateException e) {
            socket.close();
            throw e;
        }
    }

    /** A client that knows nothing and only reads. */
    static RawEditor reader(String address, String document) {
        return new RawEditor(address, Framing.Y_WEBSOCKET, document, "reader", new Ledger(), 0);
    }

    /**
     * Adds a key and, now and then, removes one whose addition was acknowledged. Returns the key.
     *
     * @throws IllegalStateException if the connection has ended
     */
    String edit() {
        synchronized (lock) {
            long number = ++edits;
            String added = name + "-" + number;
            String removed = pending.chooseRemoval(random);
            boolean beside = random.nextInt(3) == 0;
            int from = clock();
            doc.transact(transaction -> {
                if (beside) {
                    text.insert(randomPlace(), "x");
                }
                map.set(added, number);
                if (removed != null) {
                    map.delete(removed);
                }
            });
            pending.add(number, from, clock(), added, removed);
            byte[] after = framing.afterEdit(number);
            if (after != null) {
                socket.send(after);
            }
            return added;
        }
    }

    private int randomPlace() {
        int index = random.nextInt(text.length() + 1);
        boolean cutsPair = index > 0 && Character.charCount(text.toString().codePointAt(index - 1)) > 1;
        return cutsPair && !CodecollabJar.bearsCutPairs() ? index - 1 : index;
    }

    private int clock() {
        return doc.stateVector().get(doc.clientId());
    }

    /**
     * Waits until fewer than this many edits are on their way.
     *
     * @throws IllegalStateException if the connection has ended
     */
    void awaitUnacknowledgedBelow(int count) throws InterruptedException {
        synchronized (lock) {
            while (pending.size() >= count && !hasEnded()) {
                lock.wait();
            }
        }
        if (hasEnded()) {
            throw new IllegalStateException("the connection ended, " + socket.end());
        }
    }

    Set<String> keys() {
        synchronized (lock) {
            return Set.copyOf(map.keys());
        }
    }

    boolean has(String key) {
        synchronized (lock) {
            return map.has(key);
        }
    }

    String text() {
        synchronized (lock) {
            return text.toString();
        }
    }

    /** The SHA-256 of the encoded state, as {@link Editor#fingerprint} has it. */
    String fingerprint() {
        byte[] state;
        synchronized (lock) {
            state = doc.encodeStateAsUpdate();
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(state));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it has, for people to read when something is amiss. */
    @Override
    public String toString() {
        synchronized (lock) {
            return name + " " + framing + " clientId=" + doc.clientId() + " edits=" + edits + " unacknowledged="
                    + pending.size() + " parked=" + doc.hasPending() + " has=" + doc.stateVector()
                    + (hasEnded() ? " ended: " + socket.end() : "");
        }
    }

    Framing framing() {
        return framing;
    }

    /** How many of its edits were not acknowledged yet. */
    int unacknowledgedCount() {
        synchronized (lock) {
            return pending.size();
        }
    }

    /** How many of its edits were acknowledged. */
    int acknowledgedCount() {
        synchronized (lock) {
            return pending.acknowledgedCount();
        }
    }

    boolean hasEnded() {
        return socket.hasEnded();
    }

    private void send(SyncMessage message) {
        if (message instanceof SyncMessage.Step2) {
            pending.addStep2();
        }
        socket.send(framing.frame(document, message));
    }

    private void receive(byte[] frame) {
        Framing.Received received = framing.read(frame);
        synchronized (lock) {
            if (received.message() != null) {
                peer.receive(received.message());
                if (framing == Framing.Y_WEBSOCKET && received.message() instanceof SyncMessage.Update echo) {
                    UpdateMeta meta = Updates.parseUpdateMeta(echo.update());
                    pending.acknowledgeClocks(
                            meta.from().get(doc.clientId()), meta.to().get(doc.clientId()));
                }
            } else if (received.saved() != null) {
                saved(received.saved());
            }
        }
        wakeAll();
    }

    private void saved(long number) {
        if (framing == Framing.Y_SWEET) {
            pending.acknowledgeUpTo(number);
        } else if (number == 1) {
            pending.acknowledgeFirst();
        } else {
            throw new IllegalStateException("an edit was refused, writer=" + name);
        }
    }

    private void wakeAll() {
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    /** Hangs up. */
    @Override
    public void close() {
        socket.close();
    }
}
