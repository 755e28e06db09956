package io.codecollab.server.e2e;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.YMap;
import io.codecollab.crdt.YText;
import io.codecollab.crdt.sync.SyncMessage;
import io.codecollab.crdt.sync.SyncPeer;
import io.codecollab.crdt.update.UpdateMeta;
import io.codecollab.crdt.update.Updates;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A client on one connection that edits when it is told to and notes in a {@link Ledger} which of its edits were
 * acknowledged. It never connects again, so that nothing it remembers can make up for what a server has lost. Thread-safe.
 *
 * <p>An edit sets a key of the map "edits", now and then removes one, and now and then puts a character into the text
 * "code" first, beside what others have written there: whoever has not got theirs cannot read this edit either.
 */
final class RawEditor implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int TIMEOUT_SECONDS = 30;

    private final Framing framing;
    private final String document;
    private final String name;
    private final Ledger ledger;
    private final Random random;
    private final CompletableFuture<Void> synced = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private final WebSocket socket;

    /** Guards what follows; told when an edit is acknowledged and when the connection ends. */
    private final Object lock = new Object();

    private final Doc doc = new Doc();
    private final YMap map = doc.getMap("edits");
    private final YText text = doc.getText("code");
    private final List<String> own = new ArrayList<>();
    private final Deque<Edit> unacknowledged = new ArrayDeque<>();
    private final SyncPeer peer;
    private long edits;
    private int acknowledgedEdits;

    /**
     * An edit on its way.
     *
     * @param number 1 for the first; 0 for the answer to the server's step 1, which Hocuspocus acknowledges like an edit
     * @param from the client's clock before it
     * @param to the client's clock after it
     */
    private record Edit(
            long number,
            int from,
            int to,
            String added,
            @Nullable String removed) {}

    /**
     * Connects and waits until it has the document.
     *
     * @param address host and port
     * @param name unique among all writers of the document, ever
     * @throws CompletionException if it cannot
     */
    RawEditor(String address, Framing framing, String document, String name, Ledger ledger, long seed) {
        this.framing = framing;
        this.document = document;
        this.name = name;
        this.ledger = ledger;
        this.random = new Random(seed);
        this.peer = new SyncPeer(doc, this::send);
        peer.onSynced(() -> synced.complete(null));
        socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + address + framing.path(document)), this)
                .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
        try {
            framing.greeting(document).forEach(this::sendFrame);
            synchronized (lock) {
                peer.start();
            }
            socket.request(1); // from now on it can answer
            synced.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException | IllegalStateException e) {
            socket.abort();
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
            String removed = own.size() > 10 && random.nextInt(5) == 0 ? own.remove(random.nextInt(own.size())) : null;
            boolean beside = random.nextInt(3) == 0;
            if (removed != null) {
                ledger.removing(removed);
            }
            int from = clock();
            doc.transact(transaction -> {
                if (beside) {
                    text.insert(random.nextInt(text.length() + 1), "x");
                }
                map.set(added, number);
                if (removed != null) {
                    map.delete(removed);
                }
            });
            unacknowledged.add(new Edit(number, from, clock(), added, removed));
            byte[] after = framing.afterEdit(number);
            if (after != null) {
                sendFrame(after);
            }
            return added;
        }
    }

    /**
     * Waits until fewer than this many edits are on their way.
     *
     * @throws IllegalStateException if the connection has ended
     */
    void awaitUnacknowledgedBelow(int count) throws InterruptedException {
        synchronized (lock) {
            while (unacknowledged.size() >= count && !ended.isDone()) {
                lock.wait();
            }
        }
        if (ended.isDone()) {
            throw new IllegalStateException("the connection ended, " + ended.join());
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
        try {
            synchronized (lock) {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(doc.encodeStateAsUpdate()));
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it has, for people to read when something is amiss. */
    @Override
    public String toString() {
        synchronized (lock) {
            return name + " " + framing + " clientId=" + doc.clientId() + " edits=" + edits + " unacknowledged="
                    + unacknowledgedCount() + " pending=" + doc.hasPending() + " has=" + doc.stateVector()
                    + (ended.isDone() ? " ended: " + ended.join() : "");
        }
    }

    Framing framing() {
        return framing;
    }

    /** How many of its edits were acknowledged. */
    int acknowledgedCount() {
        synchronized (lock) {
            return acknowledgedEdits;
        }
    }

    /** How many of its edits were not acknowledged yet. */
    long unacknowledgedCount() {
        synchronized (lock) {
            return unacknowledged.stream().filter(edit -> edit.number > 0).count();
        }
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    private int clock() {
        return doc.stateVector().get(doc.clientId());
    }

    private void send(SyncMessage message) {
        if (message instanceof SyncMessage.Step2) {
            unacknowledged.add(new Edit(0, 0, 0, "", null));
        }
        sendFrame(framing.frame(document, message));
    }

    private void sendFrame(byte[] frame) {
        try {
            socket.sendBinary(ByteBuffer.wrap(frame), true)
                    .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException("cannot send, framing=" + framing + " synced=" + synced, e);
        }
    }

    private void receive(byte[] frame) {
        Framing.Received received = framing.read(frame);
        synchronized (lock) {
            if (received.message() != null) {
                peer.receive(received.message());
                if (framing == Framing.Y_WEBSOCKET) {
                    acknowledgeEcho(received.message());
                }
            } else if (received.saved() != null) {
                acknowledgeSaved(received.saved());
            }
        }
    }

    private void acknowledgeEcho(SyncMessage message) {
        if (message instanceof SyncMessage.Update update) {
            UpdateMeta meta = Updates.parseUpdateMeta(update.update());
            int from = meta.from().get(doc.clientId());
            int to = meta.to().get(doc.clientId());
            acknowledge(edit -> edit.number > 0 && from <= edit.from && edit.to <= to);
        }
    }

    private void acknowledgeSaved(long number) {
        if (framing == Framing.Y_SWEET) {
            acknowledge(edit -> edit.number <= number);
        } else if (number == 1) {
            acknowledged(unacknowledged.remove());
        } else {
            throw new IllegalStateException("an edit was refused, writer=" + name);
        }
    }

    private void acknowledge(Predicate<Edit> which) {
        List<Edit> acknowledged = unacknowledged.stream().filter(which).toList();
        unacknowledged.removeAll(acknowledged);
        acknowledged.forEach(this::acknowledged);
    }

    private void acknowledged(Edit edit) {
        if (edit.number > 0) {
            acknowledgedEdits++;
            ledger.added(edit.added);
            own.add(edit.added);
            if (edit.removed != null) {
                ledger.removed(edit.removed);
            }
        }
        lock.notifyAll();
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        // nothing is asked for before the constructor knows the socket
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        partial.writeBytes(bytes);
        if (last) {
            byte[] frame = partial.toByteArray();
            partial.reset();
            receive(frame);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        end("closeCode=" + statusCode + " reason=" + reason);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        end("error=" + error);
    }

    private void end(String why) {
        ended.complete(why);
        synchronized (lock) {
            lock.notifyAll();
        }
        synced.completeExceptionally(new IllegalStateException("the connection ended, " + why));
    }

    /** Hangs up. */
    @Override
    public void close() {
        socket.abort();
        end("closed by the test");
    }
}
