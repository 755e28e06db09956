package io.codecollab.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Typist;
import io.codecollab.server.transport.RawWebSocket.Frame;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** permessage-deflate (RFC 7692), with clients that offer it in all the ways there are. */
class CompressionTest {

    private static final int MAX_FRAME_BYTES = 100_000;
    private static final String TEXT = "the quick brown fox ".repeat(500);

    private RunningTransport server;

    @BeforeEach
    void listen() throws IOException {
        server = new RunningTransport(TransportConfigs.withMaxFrameBytes(MAX_FRAME_BYTES));
        server.journal()
                .append(
                        new DocumentName("doc"),
                        Typist.type(1, TEXT, TEXT.length()).get(0))
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void largeMessagesAreCompressedForThoseWhoOfferIt() throws Exception {
        for (String offer : new String[] {
            "permessage-deflate", // Firefox, npm ws
            "permessage-deflate; client_max_window_bits", // Chromium
            "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
            "x-unknown, permessage-deflate"
        }) {
            try (RawWebSocket client = offering(offer)) {
                assertThat(client.answer().toLowerCase(Locale.ROOT))
                        .as("offer=%s", offer)
                        .contains("sec-websocket-extensions: permessage-deflate");
                Frame answer = answerTo(client);
                assertThat(answer.isCompressed()).as("offer=%s", offer).isTrue();
                assertThat(answer.payload().length).isLessThan(TEXT.length() / 10);
                assertThat(textOf(inflate(answer.payload()))).isEqualTo(TEXT);
            }
        }
    }

    @Test
    void nothingIsCompressedForThoseWhoDoNot() throws Exception {
        for (String offer : new String[] {
            "x-unknown", "permessage-deflate; server_max_window_bits=9", "permessage-deflate; server_max_window_bits=15"
        }) {
            try (RawWebSocket client = offering(offer)) {
                assertThat(client.answer().toLowerCase(Locale.ROOT))
                        .as("offer=%s", offer)
                        .doesNotContain("sec-websocket-extensions");
                Frame answer = answerTo(client);
                assertThat(answer.isCompressed()).isFalse();
                assertThat(textOf(answer.payload())).isEqualTo(TEXT);
            }
        }
    }

    @Test
    void smallMessagesAreNot() throws Exception {
        try (RawWebSocket client = offering("permessage-deflate")) {
            Frame welcome = client.receive(RawWebSocket.BINARY);

            assertThat(welcome.isCompressed()).isFalse();
        }
    }

    @Test
    void takesWhatClientsCompress() throws Exception {
        try (RawWebSocket client = offering("permessage-deflate; client_no_context_takeover")) {
            client.receive(RawWebSocket.BINARY);
            byte[] update = frame(Typist.type(2, TEXT, TEXT.length()).get(0));

            client.send(RawWebSocket.BINARY | RawWebSocket.COMPRESSED, true, deflate(update));

            Frame saved = client.receive(RawWebSocket.BINARY);
            assertThat(inflate(saved.payload())).as("its confirmation").isEqualTo(update);
        }
    }

    @Test
    void takesACompressedMessageInPieces() throws Exception {
        try (RawWebSocket client = offering("permessage-deflate")) {
            client.receive(RawWebSocket.BINARY);
            byte[] update = frame(Typist.type(2, TEXT, TEXT.length()).get(0));
            byte[] deflated = deflate(update);

            client.send(RawWebSocket.BINARY | RawWebSocket.COMPRESSED, false, Arrays.copyOf(deflated, 50));
            client.send(RawWebSocket.CONTINUATION, true, Arrays.copyOfRange(deflated, 50, deflated.length));

            assertThat(inflate(client.receive(RawWebSocket.BINARY).payload())).isEqualTo(update);
        }
    }

    @Test
    void aBombIsNotInflatedPastTheLargestMessage() throws Exception {
        byte[] bomb = deflate(new byte[50_000_000]);
        assertThat(bomb.length).isLessThan(MAX_FRAME_BYTES);
        try (RawWebSocket client = offering("permessage-deflate")) {
            client.receive(RawWebSocket.BINARY);

            client.send(RawWebSocket.BINARY | RawWebSocket.COMPRESSED, true, bomb);

            assertThat(client.receiveClose()).isEqualTo(4413);
        }
        try (RawWebSocket other = offering("permessage-deflate")) {
            assertThat(answerTo(other).isCompressed()).as("others are served").isTrue();
        }
    }

    @Test
    void aBombInPiecesIsNotInflatedPastTheLargestMessage() throws Exception {
        byte[] bomb = deflate(new byte[50_000_000]);
        try (RawWebSocket client = offering("permessage-deflate")) {
            client.receive(RawWebSocket.BINARY);
            client.send(RawWebSocket.BINARY | RawWebSocket.COMPRESSED, false, Arrays.copyOf(bomb, 10_000));
            client.send(RawWebSocket.CONTINUATION, true, Arrays.copyOfRange(bomb, 10_000, bomb.length));

            assertThat(client.receiveClose()).isEqualTo(4413);
        }
    }

    @Test
    void whatDoesNotInflateEndsItsConnection() throws Exception {
        try (RawWebSocket client = offering("permessage-deflate")) {
            client.receive(RawWebSocket.BINARY);

            client.send(RawWebSocket.BINARY | RawWebSocket.COMPRESSED, true, "ff ff ff ff ff ff");

            assertThat(client.receiveClose()).isEqualTo(4400);
        }
    }

    @Test
    void aCompressedMessageWithoutAnOfferEndsItsConnection() throws Exception {
        try (RawWebSocket client = new RawWebSocket(server.address())) {
            client.receive(RawWebSocket.BINARY);

            client.send(RawWebSocket.BINARY | RawWebSocket.COMPRESSED, true, deflate(new byte[] {3}));

            assertThat(client.receiveClose()).isEqualTo(4400);
        }
    }

    private RawWebSocket offering(String extensions) throws IOException {
        return new RawWebSocket(server.address(), "/ws/doc", "Sec-WebSocket-Extensions: " + extensions + "\r\n");
    }

    /** The answer to "I have nothing". */
    private static Frame answerTo(RawWebSocket client) throws IOException {
        client.receive(RawWebSocket.BINARY);
        client.send(RawWebSocket.BINARY, true, "00 00 01 00");
        return client.receive(RawWebSocket.BINARY);
    }

    /** The text of a document, from a message with its update. */
    private static String textOf(byte[] message) {
        Doc doc = new Doc();
        int header = 2 + ByteWriter.varUintSize(message.length - 4);
        doc.applyUpdate(Arrays.copyOfRange(message, header, message.length));
        return doc.getText("t").toString();
    }

    /** An update as y-websocket sends it. */
    private static byte[] frame(byte[] update) {
        ByteWriter writer = new ByteWriter();
        writer.writeVarUint(0);
        writer.writeVarUint(2);
        writer.writeVarBytes(update);
        return writer.toByteArray();
    }

    private static byte[] deflate(byte[] payload) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(payload);
            byte[] deflated = new byte[payload.length + 100];
            int size = deflater.deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH);
            return Arrays.copyOf(deflated, size - 4);
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflate(byte[] payload) throws DataFormatException {
        byte[] withTail = Arrays.copyOf(payload, payload.length + 4);
        withTail[withTail.length - 2] = (byte) 0xFF;
        withTail[withTail.length - 1] = (byte) 0xFF;
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(withTail);
            byte[] inflated = new byte[1 << 20];
            return Arrays.copyOf(inflated, inflater.inflate(inflated));
        } finally {
            inflater.end();
        }
    }
}
