package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.eventually;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.lib0.ByteWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strangers do their worst to one server on which two people work all the while. Each test looks at how the server answers
 * its own kind of malice; the last looks at the two, who must have noticed nothing, and at the memory of the server.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileIT {

    private static final int SLOW_HANDSHAKES = 300;
    private static final long SLOW_PATIENCE_MS = 45_000;
    private static final int DROPPED_CONNECTIONS = 3_000;
    private static final int MUTATED_CONNECTIONS = 2_000;
    private static final int MAX_MUTATIONS_PER_CONNECTION = 6;
    private static final int DEPTH = 100_000;
    private static final long MAX_LIVE_HEAP_BYTES = 96L << 20;
    private static final byte[] NOTHING = {};

    private static final long SEED = Seed.next();

    private static CodecollabJar server;
    private static NodeHost annsHost;
    private static NodeHost bobsHost;
    private static Room innocent;
    private static SlowHandshakes slow;

    @BeforeAll
    static void start(@TempDir Path data) throws Throwable {
        server = CodecollabJar.serving(data);
        annsHost = NodeHost.start();
        bobsHost = NodeHost.start();
        innocent = new Room(
                annsHost.open(ClientKind.Y_WEBSOCKET_3, server, "innocent"),
                bobsHost.open(ClientKind.HOCUSPOCUS_4, server, "innocent"));
        innocent.awaitSync();
        for (int i = 0; i < 2; i++) {
            innocent.get(i).call("keepTyping", Map.of("seed", SEED + i, "letter", "ab".substring(i, i + 1)));
        }
        assertThat(Metrics.post(server, "/doc/new", "{\"docId\":\"hostile\"}").statusCode())
                .isEqualTo(200);
        slow = new SlowHandshakes(server, SLOW_HANDSHAKES);
    }

    @AfterAll
    static void stop() throws IOException {
        slow.close();
        annsHost.close();
        bobsHost.close();
        server.close();
    }

    @Test
    void mutatedMessagesAreAnsweredOrEndTheirConnection() throws IOException {
        List<Golden> dialects = Golden.all();
        for (int i = 0; i < MUTATED_CONNECTIONS; i++) {
            Random random = new Random(SEED * 31 + i);
            Golden dialect = dialects.get(i % dialects.size());
            Mutation mutation = new Mutation(random, dialect.messages());
            try (RawSocket socket = RawSocket.webSocket(server, dialect.path())) {
                int good = random.nextInt(4);
                for (int message = 0; message < good; message++) {
                    socket.sendMessage(dialect.opcode(), dialect.messages().get(message));
                }
                int bad = 1 + random.nextInt(MAX_MUTATIONS_PER_CONNECTION);
                for (int message = 0; message < bad; message++) {
                    socket.sendMessage(dialect.opcode(), mutation.next());
                }
                awaitDealtWith(socket, "seed=" + SEED + " connection=" + i);
            }
        }
    }

    @Test
    void mutatedWebSocketFramesEndTheirConnection() throws IOException {
        List<Golden> dialects = Golden.all();
        for (int i = 0; i < MUTATED_CONNECTIONS / 4; i++) {
            Random random = new Random(SEED * 37 + i);
            Golden dialect = dialects.get(i % dialects.size());
            List<byte[]> frames = dialect.messages().stream()
                    .map(message -> RawSocket.frame(RawSocket.FIN | dialect.opcode(), message))
                    .toList();
            Mutation mutation = new Mutation(random, frames);
            try (RawSocket socket = RawSocket.webSocket(server, dialect.path())) {
                socket.write(mutation.next());
                socket.write(mutation.next());
                // a frame may have swallowed all that comes after it, so nothing can be waited for
            }
        }
        assertIsWell();
    }

    @Test
    void everyTypeOfMessageThatThereIsNotEndsTheConnection() throws IOException {
        for (int type = 4; type < 256; type++) {
            if (type == 0x66) {
                continue; // y-sweet's
            }
            ByteWriter message = new ByteWriter();
            message.writeVarUint(type);
            message.writeVarBytes(new byte[] {1, 2, 3});
            try (RawSocket socket = RawSocket.webSocket(server, "/ws/hostile")) {
                socket.sendMessage(RawSocket.BINARY, message.toByteArray());
                assertThat(socket.awaitEnd()).as("type=%d", type).isEqualTo(4400);
            }
        }
    }

    @Test
    void textWhereBytesBelongAndBytesWhereTextBelongsEndTheConnection() throws IOException {
        for (Golden dialect : Golden.all()) {
            int wrong = dialect.opcode() == RawSocket.TEXT ? RawSocket.BINARY : RawSocket.TEXT;
            try (RawSocket socket = RawSocket.webSocket(server, dialect.path())) {
                socket.sendMessage(wrong, dialect.messages().get(0));
                assertRefused(socket.awaitEnd(), "path=" + dialect.path());
            }
        }
    }

    @Test
    void whatIsNestedTooDeepEndsNothingButItsConnection() throws IOException {
        String deepArray = "[".repeat(DEPTH) + "]".repeat(DEPTH);
        String deepObject = "{\"a\":".repeat(DEPTH) + "1" + "}".repeat(DEPTH);
        for (String json : List.of(deepArray, deepObject, "[".repeat(DEPTH), "{\"a\":".repeat(DEPTH))) {
            ByteWriter awareness = new ByteWriter();
            awareness.writeVarUint(1);
            awareness.writeVarUint(77);
            awareness.writeVarUint(1);
            awareness.writeVarString(json);
            ByteWriter message = new ByteWriter();
            message.writeVarUint(1);
            message.writeVarBytes(awareness.toByteArray());
            try (RawSocket socket = RawSocket.webSocket(server, "/ws/hostile")) {
                socket.sendMessage(RawSocket.BINARY, message.toByteArray());
                socket.awaitDealtWith();
            }
            try (RawSocket socket = RawSocket.webSocket(server, "/signaling")) {
                socket.sendMessage(RawSocket.TEXT, json.getBytes(UTF_8));
                socket.sendMessage(
                        RawSocket.TEXT,
                        ("{\"type\":\"publish\",\"topic\":\"deep\",\"data\":" + json + "}").getBytes(UTF_8));
                socket.awaitDealtWith();
            }
            try (RawSocket socket = RawSocket.webSocket(server, "/ws/hostile")) {
                socket.sendMessage(RawSocket.BINARY, updateWithDeepValue());
                socket.awaitDealtWith();
            }
        }
        assertIsWell();
    }

    /** An update that puts an array in an array in an array ... into the array "a". */
    private static byte[] updateWithDeepValue() {
        ByteWriter update = new ByteWriter();
        for (int value :
                new int[] {1, 1, 78, 0, 8, 1}) { // one client, one struct, client 78 from clock 0, any, in a root
            update.writeVarUint(value);
        }
        update.writeVarString("a");
        update.writeVarUint(1); // value
        for (int i = 0; i < DEPTH; i++) {
            update.writeUint8(117); // an array
            update.writeVarUint(1); // of one
        }
        update.writeUint8(126); // null
        update.writeVarUint(0); // deletes nothing
        ByteWriter message = new ByteWriter();
        message.writeVarUint(0);
        message.writeVarUint(2);
        message.writeVarBytes(update.toByteArray());
        return message.toByteArray();
    }

    @Test
    void framesThatAnnounceMoreThanIsTakenEndTheirConnection() throws IOException {
        for (Golden dialect : Golden.all()) {
            for (long length : new long[] {(64L << 20) + 1, 1L << 31, 1L << 40, Long.MAX_VALUE, -1}) {
                try (RawSocket socket = RawSocket.webSocket(server, dialect.path())) {
                    socket.write(RawSocket.frameHead(RawSocket.FIN | dialect.opcode(), length));
                    socket.write(new byte[1000]);
                    assertRefused(socket.awaitEnd(), "path=" + dialect.path() + " length=" + length);
                }
            }
        }
    }

    @Test
    void aMessageOfCountlessFragmentsIsBounded() throws IOException {
        byte[] oneByte = RawSocket.frame(RawSocket.CONTINUATION, new byte[] {0});
        byte[] empty = RawSocket.frame(RawSocket.CONTINUATION, NOTHING);
        for (byte[] fragment : List.of(oneByte, empty)) {
            byte[] thousand = repeated(fragment, 1_000);
            try (RawSocket socket = RawSocket.webSocket(server, "/ws/hostile")) {
                socket.sendFrame(RawSocket.BINARY, new byte[] {0});
                for (int i = 0; i < 300; i++) {
                    socket.write(thousand);
                }
                socket.sendFrame(RawSocket.FIN | RawSocket.CONTINUATION, NOTHING);
                socket.awaitDealtWith();
            }
        }
        assertIsWell();
    }

    @Test
    void aSmallMessageThatInflatesToAHugeOneIsNotTaken() throws IOException {
        byte[] bomb = RawSocket.deflated(new byte[256 << 20]);
        for (Golden dialect : Golden.all()) {
            try (RawSocket socket = RawSocket.connect(server)) {
                String answer = socket.upgrade(dialect.path(), "Sec-WebSocket-Extensions: permessage-deflate\r\n");
                assertThat(answer).startsWith("HTTP/1.1 101 ");
                socket.sendFrame(RawSocket.FIN | RawSocket.COMPRESSED | dialect.opcode(), bomb);
                assertRefused(socket.awaitEnd(), "path=" + dialect.path() + " answer=" + answer);
            }
        }
        assertIsWell();
    }

    @Test
    void connectionsAreDroppedInTheMiddleOfAHandshake() throws IOException {
        Random random = new Random(SEED);
        byte[] request = RawSocket.upgradeRequest("/ws/dropped", "").getBytes(US_ASCII);
        for (int i = 0; i < DROPPED_CONNECTIONS; i++) {
            RawSocket socket = RawSocket.connect(server);
            socket.write(Arrays.copyOf(request, random.nextInt(request.length + 1)));
            if (random.nextBoolean()) {
                socket.reset();
            } else {
                socket.close();
            }
        }
        assertIsWell();
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void handshakesThatTakeForEverAreCutOff() throws InterruptedException {
        assertThat(slow.awaitEnd(SLOW_PATIENCE_MS))
                .as("slow handshakes that the server still waits for")
                .isZero();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void theInnocentHaveNoticedNothing() throws Throwable {
        for (int i = 0; i < 2; i++) {
            assertThat((Long) innocent.get(i).ask("stopTyping")).as("edits").isGreaterThan(100);
        }
        assertThat(innocent.awaitConvergence("seed=" + SEED)).contains("a", "b");
        for (int i = 0; i < 2; i++) {
            assertThat(innocent.get(i).connectionCount()).isEqualTo(1);
        }
        eventually(() -> assertThat(innocent.get(1).unsaved()).isZero());
        assertThat(server.isAlive()).isTrue();
        assertThat(Metrics.liveHeapBytes(server)).as("live heap").isLessThan(MAX_LIVE_HEAP_BYTES);
        assertThat(server.output())
                .as("what the server printed")
                .noneMatch(line -> line.contains("OutOfMemoryError") || line.contains("StackOverflowError"));
    }

    /** The connection ended, and not because the server was ill. */
    private static void assertRefused(int closeCode, String hint) {
        if (closeCode < 4400 || closeCode >= 4500) {
            assertThat(closeCode).as("close code, %s", hint).isIn(0, 1002, 1003, 1007, 1009);
        }
    }

    private static void awaitDealtWith(RawSocket socket, String hint) {
        try {
            socket.awaitDealtWith();
        } catch (AssertionError e) {
            throw new AssertionError(hint, e);
        }
    }

    private static void assertIsWell() throws IOException {
        try (RawSocket socket = RawSocket.webSocket(server, "/ws/well")) {
            socket.sendMessage(RawSocket.BINARY, new byte[] {0, 0, 1, 0});
            assertThat(socket.readMessage()).isNotNull();
        }
    }

    private static byte[] repeated(byte[] bytes, int count) {
        byte[] repeated = new byte[bytes.length * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(bytes, 0, repeated, i * bytes.length, bytes.length);
        }
        return repeated;
    }
}
