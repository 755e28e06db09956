package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.sync.SyncMessage;
import io.codecollab.crdt.sync.SyncProtocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that does not read costs the server no more than a note of what it has. */
class StalledReaderIT {

    private static final int OVERWRITES = 2_000;
    private static final int LENGTH = 256 << 10;
    private static final long MAX_GROWTH_BYTES = 4L << 20;
    private static final int RECEIVE_BUFFER_BYTES = 32 << 10;
    private static final int SIGN_OF_LIFE_SECONDS = 5;
    private static final int PATIENCE_SIGNS = 60;

    @Test
    void isBroughtUpToDateWhenItReadsAgain(@TempDir Path data) throws Throwable {
        try (CodecollabJar server = CodecollabJar.serving(data, "--max-bytes-per-second", "0");
                NodeHost host = NodeHost.start();
                Editor writer = host.open(ClientKind.HOCUSPOCUS_4, server, "overwritten");
                RawSocket stalled = RawSocket.connect(server, RECEIVE_BUFFER_BYTES)) {
            eventually(() -> assertThat(writer.isSynced()).isTrue());
            overwrite(writer, 10);
            eventually(() -> assertThat(writer.unsaved()).isZero());
            Doc doc = join(stalled);
            assertThat(doc.getText("code").length()).isEqualTo(LENGTH);
            long before = Metrics.liveHeapBytes(server);

            CompletableFuture<@Nullable Object> overwriting = writer.start("overwrite", arguments(OVERWRITES));
            awaitWithSignsOfLife(overwriting, stalled);
            eventually(() -> assertThat(writer.unsaved()).isZero());

            long growth = Metrics.liveHeapBytes(server) - before;
            assertThat(growth).as("growth of the live heap in bytes").isLessThan(MAX_GROWTH_BYTES);
            writer.insert(0, "the last word");
            String text = writer.text();
            while (!doc.getText("code").toString().equals(text)) {
                readOne(stalled, doc);
            }
        }
    }

    private static void overwrite(Editor writer, int count) {
        writer.call("overwrite", arguments(count));
    }

    private static Map<String, Object> arguments(int count) {
        return Map.of("count", count, "length", LENGTH);
    }

    /** Joins as y-websocket does, and reads until it knows what the server knows. */
    private static Doc join(RawSocket socket) throws IOException {
        Doc doc = new Doc();
        assertThat(socket.upgrade("/ws/overwritten", "")).startsWith("HTTP/1.1 101 ");
        socket.sendMessage(RawSocket.BINARY, new byte[] {0, 0, 1, 0}); // step 1: has nothing
        while (!readOne(socket, doc)) {}
        return doc;
    }

    /** Reads one message; says whether it was step 2. */
    private static boolean readOne(RawSocket socket, Doc doc) throws IOException {
        byte[] frame = socket.readMessage();
        if (frame == null) {
            throw new AssertionError("the server has closed the connection");
        }
        ByteReader reader = new ByteReader(frame);
        if (reader.readVarUint() == 0) {
            SyncMessage message = SyncProtocol.read(reader);
            if (message instanceof SyncMessage.Update update) {
                doc.applyUpdate(update.update());
            } else if (message instanceof SyncMessage.Step2 step2) {
                doc.applyUpdate(step2.update());
                return true;
            }
        }
        return false;
    }

    /** A client that neither reads nor says a word is soon taken for dead, and rightly so. */
    private static void awaitWithSignsOfLife(CompletableFuture<@Nullable Object> done, RawSocket stalled)
            throws InterruptedException, ExecutionException {
        for (int i = 0; i < PATIENCE_SIGNS; i++) {
            try {
                done.get(SIGN_OF_LIFE_SECONDS, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                stalled.sendMessage(RawSocket.PONG, new byte[0]);
            }
        }
        throw new AssertionError("the document is still being overwritten");
    }
}
