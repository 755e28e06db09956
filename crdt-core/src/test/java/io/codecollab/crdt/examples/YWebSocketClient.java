package io.codecollab.crdt.examples;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.awareness.Awareness;
import io.codecollab.crdt.sync.AuthMessage;
import io.codecollab.crdt.sync.SyncPeer;
import io.codecollab.crdt.sync.YWebSocketMessage;
import io.codecollab.crdt.sync.YWebSocketProtocol;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A document and its awareness, kept in sync with a y-websocket server by the WebSocket client of the JDK.
 *
 * <p>Everything that touches the document runs on one thread of this client: use {@link #call} to read and edit. A lost
 * connection is not made again; that takes a new client for the same document.
 */
// tag::client[]
final class YWebSocketClient implements AutoCloseable {

    private final Doc doc;
    private final Awareness awareness;
    private final ScheduledExecutorService documentThread = Executors.newSingleThreadScheduledExecutor();
    private final CompletableFuture<Doc> synced = new CompletableFuture<>();
    private final CompletableFuture<String> denied = new CompletableFuture<>();
    private final SyncPeer peer;
    private final Future<?> ticking;

    /** The connection, once the last frame is on its way: it takes one at a time. */
    private CompletableFuture<WebSocket> sending = new CompletableFuture<>();

    YWebSocketClient(URI uri, Doc doc) {
        this.doc = doc;
        this.awareness = new Awareness(doc.clientId(), () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        this.peer = new SyncPeer(doc, message -> send(new YWebSocketMessage.Sync(message)));
        documentThread.execute(() -> connect(uri));
        ticking = documentThread.scheduleWithFixedDelay(
                awareness::tick, Awareness.TICK_MS, Awareness.TICK_MS, TimeUnit.MILLISECONDS);
    }

    private void connect(URI uri) {
        sending = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, new Frames());
        awareness.onUpdate((change, origin) -> {
            // whoever declares us gone is contradicted at once
            if (origin != this || change.removed().contains(awareness.clientId())) {
                send(new YWebSocketMessage.Awareness(awareness.encode(change.clients())));
            }
        });
        peer.onSynced(() -> synced.complete(doc));
        peer.start();
        send(new YWebSocketMessage.Awareness(awareness.encode()));
        sending.exceptionally(failure -> {
            synced.completeExceptionally(failure);
            throw new CompletionException(failure);
        });
    }

    private void receive(byte[] frame) {
        YWebSocketMessage message = YWebSocketProtocol.decode(frame);
        if (message instanceof YWebSocketMessage.Sync sync) {
            peer.receive(sync.message());
        } else if (message instanceof YWebSocketMessage.Awareness states) {
            awareness.apply(states.update(), this);
        } else if (message instanceof YWebSocketMessage.Auth auth
                && auth.message() instanceof AuthMessage.PermissionDenied refusal) {
            denied.complete(refusal.reason());
        } else if (message instanceof YWebSocketMessage.QueryAwareness) {
            send(new YWebSocketMessage.Awareness(awareness.encode()));
        }
    }

    private void send(YWebSocketMessage message) {
        ByteBuffer frame = ByteBuffer.wrap(YWebSocketProtocol.encode(message));
        sending = sending.thenCompose(socket -> socket.sendBinary(frame, true));
    }

    /** Puts the parts of a frame together; the JDK calls it for one part at a time. */
    private final class Frames implements WebSocket.Listener {
        private final ByteArrayOutputStream frame = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            frame.writeBytes(bytes);
            if (last) {
                byte[] whole = frame.toByteArray();
                frame.reset();
                documentThread.execute(() -> receive(whole));
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Reads or edits the document on its thread. */
    <T> T call(Function<Doc, T> task) {
        return CompletableFuture.supplyAsync(() -> task.apply(doc), documentThread)
                .join();
    }
    // end::client[]

    /** Reads or changes the awareness states on the document's thread. */
    <T> T callAwareness(Function<Awareness, T> task) {
        return CompletableFuture.supplyAsync(() -> task.apply(awareness), documentThread)
                .join();
    }

    /** Completes when everything the server had has arrived. */
    CompletableFuture<Doc> synced() {
        return synced;
    }

    /** Completes when the server refuses access, with its reason. */
    CompletableFuture<String> denied() {
        return denied;
    }

    @Override
    public void close() {
        ticking.cancel(false);
        callAwareness(states -> {
                    states.destroy();
                    peer.close();
                    return sending;
                })
                .thenCompose(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""))
                .join();
        documentThread.shutdown();
    }
}
