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
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
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

    private static final int BINARY = 0x2;
    private static final int CONTINUATION = 0x0;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;

    @TempDir
    private Path folder;

    private final Metrics metrics = new Metrics();
    private UpdateStore store;
    private Documents documents;
    private Transport transport;
    private InetSocketAddress address;

    @BeforeEach
    void listen() throws IOException {
        store = SqliteUpdateStore.open(folder, PersistenceConfig.defaults());
        documents = new Documents(new StoreJournal(store, DocReplica::new, 100), DocumentsConfig.defaults(), metrics);
        transport = new Transport(
                CONFIG,
                new HttpRoutes(new Health(), new Readiness(), metrics, new YSweetApi(documents)),
                new WebSocketRoutes(new Conversations(documents, SessionLimits.defaults(), metrics)),
                metrics);
        address = transport.listen();
    }

    @AfterEach
    void close() {
        transport.close();
        documents.close();
        store.close();
        metrics.close();
    }

    @Test
    void sendsAFrameBeforeAClientThinksItIsGone() throws IOException {
        try (Client client = new Client()) {
            client.skipToStep1();
            assertThat(client.receiveData()).isEqualTo("01 01 00");
            client.pong();
            assertThat(client.receiveData()).isEqualTo("01 01 00");
        }
    }

    @Test
    void hangsUpOnAClientThatAnswersNoPings() throws IOException {
        try (Client client = new Client()) {
            assertThat(client.receiveClose()).isEqualTo(4508);
        }
    }

    @Test
    void keepsAClientThatAnswersPingsAndSaysNothingElse() throws IOException {
        long endNs = System.nanoTime() + MILLISECONDS.toNanos(2 * SILENCE_TIMEOUT_MS);
        try (Client client = new Client()) {
            while (System.nanoTime() < endNs) {
                Frame frame = client.receive();
                assertThat(frame.opcode).isNotEqualTo(CLOSE);
                if (frame.opcode == PING) {
                    client.pong();
                }
            }
        }
    }

    @Test
    void takesAMessageInPieces() throws IOException {
        try (Client client = new Client()) {
            client.skipToStep1();
            client.send(BINARY, false, "00 00");
            client.send(CONTINUATION, false, "01");
            client.send(CONTINUATION, true, "00");

            assertThat(client.receiveData()).isEqualTo("00 01 02 00 00");
        }
    }

    @Test
    void refusesAFrameThatIsTooLarge() throws IOException {
        try (Client client = new Client()) {
            client.send(BINARY, true, new byte[MAX_FRAME_BYTES + 1]);

            assertThat(client.receiveClose()).isEqualTo(4413);
        }
    }

    @Test
    void refusesAMessageWhosePiecesAreTooLargeTogether() throws IOException {
        try (Client client = new Client()) {
            client.send(BINARY, false, new byte[MAX_FRAME_BYTES]);
            client.send(CONTINUATION, true, new byte[MAX_FRAME_BYTES]);

            assertThat(client.receiveClose()).isEqualTo(4413);
        }
    }

    @Test
    void refusesWhatIsNoWebSocketFrame() throws IOException {
        try (Client client = new Client()) {
            client.write(HexFormat.of().parseHex("ffffffffffff"));

            assertThat(client.receiveClose()).isEqualTo(4400);
        }
    }

    @Test
    void answersPingsAndCloses() throws IOException {
        try (Client client = new Client()) {
            client.skipToStep1();
            client.send(PING, true, "68 69");
            assertThat(client.receive(PONG).hex()).isEqualTo("68 69");
            client.send(CLOSE, true, "03 e8");
            assertThat(client.receive(CLOSE).payload).isNotNull();
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void tellsEverybodyToComeBackLaterWhenItGoesDown() throws Exception {
        try (Client client = new Client()) {
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
            client.send(CLOSE, true, "03 f4");
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
                String head = readHead(in);
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

    private static String readHead(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** A frame of the server. */
    private static final class Frame {
        final int opcode;
        final byte[] payload;

        Frame(int opcode, byte[] payload) {
            this.opcode = opcode;
            this.payload = payload;
        }

        String hex() {
            return HexFormat.ofDelimiter(" ").formatHex(payload);
        }
    }

    /** A WebSocket on the document "doc". */
    private final class Client implements AutoCloseable {
        private static final String HANDSHAKE = """
                GET /ws/doc HTTP/1.1\r
                Host: localhost\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                \r
                """;

        private final Socket socket = connect();
        private final DataInputStream in = new DataInputStream(socket.getInputStream());

        Client() throws IOException {
            write(HANDSHAKE.getBytes(US_ASCII));
            assertThat(readHead(in)).startsWith("HTTP/1.1 101 ").contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        void send(int opcode, boolean last, String hex) throws IOException {
            send(opcode, last, HexFormat.ofDelimiter(" ").parseHex(hex));
        }

        /** Masked with zeros. */
        void send(int opcode, boolean last, byte[] payload) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(8 + payload.length);
            frame.put((byte) ((last ? 0x80 : 0) | opcode));
            if (payload.length < 126) {
                frame.put((byte) (0x80 | payload.length));
            } else {
                frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
            }
            frame.putInt(0).put(payload);
            write(Arrays.copyOf(frame.array(), frame.position()));
        }

        void pong() throws IOException {
            send(PONG, true, new byte[0]);
        }

        Frame receive() throws IOException {
            int opcode = in.readUnsignedByte() & 0x0F;
            int length = in.readUnsignedByte();
            byte[] payload = new byte[length == 126 ? in.readUnsignedShort() : length];
            in.readFully(payload);
            return new Frame(opcode, payload);
        }

        /** The next frame of this kind; others are skipped. */
        Frame receive(int opcode) throws IOException {
            Frame frame = receive();
            while (frame.opcode != opcode) {
                frame = receive();
            }
            return frame;
        }

        String receiveData() throws IOException {
            return receive(BINARY).hex();
        }

        int receiveClose() throws IOException {
            return ByteBuffer.wrap(receive(CLOSE).payload).getShort();
        }

        /** Reads up to the server's own step 1, which says that the document is loaded. */
        void skipToStep1() throws IOException {
            String frame = receiveData();
            while (!frame.equals("00 00 01 00")) {
                frame = receiveData();
            }
        }

        boolean isAtEnd() throws IOException {
            return in.read() == -1;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
