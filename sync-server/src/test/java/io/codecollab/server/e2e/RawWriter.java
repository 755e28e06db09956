package io.codecollab.server.e2e;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.YMap;
import io.codecollab.crdt.sync.SyncMessage;
import io.codecollab.crdt.sync.SyncPeer;
import io.codecollab.crdt.update.UpdateMeta;
import io.codecollab.crdt.update.Updates;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A client that writes into the map "edits" of a document as fast as its edits are acknowledged, and notes in a {@link
 * Ledger} which were. It knows its own server only: it never connects again, so that nothing it remembers can make up for
 * what a server has lost.
 */
final class RawWriter implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int TIMEOUT_SECONDS = 30;
    private static final int MAX_UNACKNOWLEDGED = 16;

    private final Framing framing;
    private final String document;
    private final String name;
    private final Ledger ledger;
    private final Random random;
    private final Semaphore room = new Semaphore(MAX_UNACKNOWLEDGED);
    private final CompletableFuture<Void> synced = new CompletableFuture<>();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private final WebSocket socket;
    private final Thread thread;

    /** Guards what follows. */
    private final Object lock = new Object();

    private final Doc doc = new Doc();
    private final YMap map = doc.getMap("edits");
    private final List<String> own = new ArrayList<>();
    private final Deque<Edit> unacknowledged = new ArrayDeque<>();
    private final SyncPeer peer;
    private long edits;
    private int acknowledgedEdits;
    private volatile boolean ended;

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

    /** @param name unique among all writers of the document, ever */
    RawWriter(CodecollabJar server, Framing framing, String document, String name, Ledger ledger, long seed) {
        this.framing = framing;
        this.document = document;
        this.name = name;
        this.ledger = ledger;
        this.random = new Random(seed);
        this.peer = new SyncPeer(doc, this::send);
        peer.onSynced(() -> synced.complete(null));
        socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + server.address() + framing.path(document)), this)
                .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
        framing.greeting(document).forEach(this::sendFrame);
        synchronized (lock) {
            peer.start();
        }
        socket.request(1); // from now on it can answer
        synced.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
        thread = new Thread(this::write, "writer " + name);
        thread.setDaemon(true);
    }

    /** The keys of a document, asked from a server by a client that knows nothing. */
    static Set<String> keys(CodecollabJar server, String document) {
        try (RawWriter reader = new RawWriter(server, Framing.Y_WEBSOCKET, document, "reader", new Ledger(), 0)) {
            synchronized (reader.lock) {
                return Set.copyOf(reader.map.keys());
            }
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

    void start() {
        thread.start();
    }

    private void write() {
        try {
            while (!ended) {
                room.acquire();
                edit();
            }
        } catch (InterruptedException | IllegalStateException e) {
            ended = true; // the server is gone
        }
    }

    /** Adds a key and, now and then, removes one whose addition was acknowledged. */
    private void edit() {
        synchronized (lock) {
            long number = ++edits;
            String added = name + "-" + number;
            String removed = own.size() > 10 && random.nextInt(5) == 0 ? own.remove(random.nextInt(own.size())) : null;
            if (removed != null) {
                ledger.removing(removed);
            }
            int from = clock();
            unacknowledged.add(new Edit(number, from, from + 1, added, removed));
            doc.transact(transaction -> {
                map.set(added, number);
                if (removed != null) {
                    map.delete(removed);
                }
            });
            byte[] after = framing.afterEdit(number);
            if (after != null) {
                sendFrame(after);
            }
        }
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
        if (edit.number == 0) {
            return;
        }
        acknowledgedEdits++;
        ledger.added(edit.added);
        own.add(edit.added);
        if (edit.removed != null) {
            ledger.removed(edit.removed);
        }
        room.release();
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
        ended = true;
        room.release(MAX_UNACKNOWLEDGED);
        synced.completeExceptionally(new IllegalStateException("the connection ended, " + why));
    }

    /** Waits until the server is gone, or hangs up itself. */
    @Override
    public void close() {
        socket.abort();
        end("closed by the test");
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a writer", e);
        }
    }
}
