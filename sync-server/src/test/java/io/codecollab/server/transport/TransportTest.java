package io.codecollab.server.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DocReplica;
import io.codecollab.persistence.PersistenceConfig;
import io.codecollab.persistence.UpdateStore;
import io.codecollab.persistence.sqlite.SqliteUpdateStore;
import io.codecollab.server.document.Documents;
import io.codecollab.server.document.DocumentsConfig;
import io.codecollab.server.http.HttpRoutes;
import io.codecollab.server.http.YSweetApi;
import io.codecollab.server.ops.Health;
import io.codecollab.server.ops.Metrics;
import io.codecollab.server.ops.Readiness;
import io.codecollab.server.session.Conversations;
import io.codecollab.server.session.SessionLimits;
import io.codecollab.server.storage.StoreJournal;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real sockets, and a client that writes its WebSocket frames by hand. */
class TransportTest {

    private static final int MAX_FRAME_BYTES = 1_000;
    private static final int SILENCE_TIMEOUT_MS = 2_000;
    private static final TransportConfig CONFIG =
            TransportConfigs.withTimeouts(MAX_FRAME_BYTES, 500, 200, SILENCE_TIMEOUT_MS);

    @TempDir
    private Path folder;

    private final Metrics metrics = new Metrics();
    private final EventLoops eventLoops = new EventLoops(CONFIG.io());
    private UpdateStore store;
    private Documents documents;
    private Transport transport;
    private InetSocketAddress address;

    @BeforeEach
    void listen() throws IOException {
        store = SqliteUpdateStore.open(folder, PersistenceConfig.defaults());
        documents = new Documents(
                new StoreJournal(store, DocReplica::new, 100, document -> {}), DocumentsConfig.defaults(), metrics);
        transport = new Transport(
                CONFIG,
                eventLoops,
                new HttpRoutes(new Health(), new Readiness(), metrics, new YSweetApi(documents)),
                new WebSocketRoutes(new Conversations(documents, SessionLimits.defaults(), metrics)),
                metrics);
        address = transport.listen();
    }

    @AfterEach
    void close() {
        transport.close();
        eventLoops.close();
        documents.close();
        store.close();
        metrics.close();
    }

    @Test
    void sendsAFrameBeforeAClientThinksItIsGone() throws IOException {
        try (RawWebSocket client = new RawWebSocket(address)) {
            client.skipToStep1();
            assertThat(client.receiveData()).isEqualTo("01 01 00");
            client.pong();
            assertThat(client.receiveData()).isEqualTo("01 01 00");
        }
    }

    @Test
    void hangsUpOnAClientThatAnswersNoPings() throws IOException {
        try (RawWebSocket client = new RawWebSocket(address)) {
            assertThat(client.receiveClose()).isEqualTo(4508);
        }
    }

    @Test
    void keepsAClientThatAnswersPingsAndSaysNothingElse() throws IOException {
        long endNs = System.nanoTime() + MILLISECONDS.toNanos(2 * SILENCE_TIMEOUT_MS);
        try (RawWebSocket client = new RawWebSocket(address)) {
            while (System.nanoTime() < endNs) {
                RawWebSocket.Frame frame = client.receive();
                assertThat(frame.opcode()).isNotEqualTo(RawWebSocket.CLOSE);
                if (frame.opcode() == RawWebSocket.PING) {
                    client.pong();
                }
            }
        }
    }

    @Test
    void takesAMessageInPieces() throws IOException {
        try (RawWebSocket client = new RawWebSocket(address)) {
            client.skipToStep1();
            client.send(RawWebSocket.BINARY, false, "00 00");
            client.send(RawWebSocket.CONTINUATION, false, "01");
            client.send(RawWebSocket.CONTINUATION, true, "00");

            assertThat(client.receiveData()).isEqualTo("00 01 02 00 00");
        }
    }

    @Test
    void refusesAFrameThatIsTooLarge() throws IOException {
        try (RawWebSocket client = new RawWebSocket(address)) {
            client.send(RawWebSocket.BINARY, true, new byte[MAX_FRAME_BYTES + 1]);

            assertThat(client.receiveClose()).isEqualTo(4413);
        }
    }

    @Test
    void refusesAMessageWhosePiecesAreTooLargeTogether() throws IOException {
        try (RawWebSocket client = new RawWebSocket(address)) {
            client.send(RawWebSocket.BINARY, false, new byte[MAX_FRAME_BYTES]);
            client.send(RawWebSocket.CONTINUATION, true, new byte[MAX_FRAME_BYTES]);

            assertThat(client.receiveClose()).isEqualTo(4413);
        }
    }

    @Test
    void refusesWhatIsNoWebSocketFrame() throws IOException {
        try (RawWebSocket client = new RawWebSocket(address)) {
            client.write(HexFormat.of().parseHex("ffffffffffff"));

            assertThat(client.receiveClose()).isEqualTo(4400);
        }
    }

    @Test
    void answersPingsAndCloses() throws IOException {
        try (RawWebSocket client = new RawWebSocket(address)) {
            client.skipToStep1();
            client.send(RawWebSocket.PING, true, "68 69");
            assertThat(client.receive(RawWebSocket.PONG).hex()).isEqualTo("68 69");
            client.send(RawWebSocket.CLOSE, true, "03 e8");
            assertThat(client.receive(RawWebSocket.CLOSE).payload()).isNotNull();
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void tellsEverybodyToComeBackLaterWhenItGoesDown() throws Exception {
        try (RawWebSocket client = new RawWebSocket(address)) {
            client.skipToStep1();
            Thread drain = new Thread(() -> {
                try {
                    transport.hangUp(10_000);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            drain.start();

            assertThat(client.receiveClose()).isEqualTo(1012);
            client.send(RawWebSocket.CLOSE, true, "03 f4");
            drain.join();
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void answersOneRequestAfterAnotherOnOneConnection() throws IOException {
        try (Socket socket = connect()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
                String head = RawWebSocket.readHead(in);
                assertThat(head).startsWith("HTTP/1.1 200 OK").contains("content-length: 19\r\n");
                assertThat(new String(in.readNBytes(19), US_ASCII)).isEqualTo("{\"status\":\"alive\"}\n");
            }
        }
    }

    @Test
    void hangsUpOnAConnectionThatAsksForNothing() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost:".getBytes(US_ASCII));

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }
}
