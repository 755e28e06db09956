package io.codecollab.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.server.document.DocumentLimits;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.document.DocumentsConfig;
import io.codecollab.server.document.ScriptedJournal;
import io.codecollab.server.document.Typist;
import io.codecollab.server.ops.Metrics;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client that reads nothing can make the server hold, by what it sends and by what others do. */
class StalledClientTest {

    private static final DocumentName NAME = new DocumentName("doc");
    private static final String EDIT = "01 01 01 00 04 01 01 74 01 68 00";
    private static final int MAX_OUTBOX_BYTES = 100_000;

    /** What may wait is bounded by these two and a message. */
    private static final int MAX_HELD_BYTES = 2 * MAX_OUTBOX_BYTES;

    private final Metrics metrics = new Metrics();
    private final Documents documents = new Documents(
            ScriptedJournal.committingAtOnce(),
            new DocumentsConfig(DocumentLimits.defaults(), 2, 60_000, 1L << 30),
            metrics);
    private final Conversations conversations =
            new Conversations(documents, new SessionLimits(100_000, 20_000, MAX_OUTBOX_BYTES, 10, 1_000), metrics);
    private final LoopByHand loop = new LoopByHand();
    private final Wire stalled = new Wire(loop, 10_000, 20_000);
    private final Wire other = new Wire(loop);

    @BeforeEach
    void stall() {
        stalled.stall();
    }

    @AfterEach
    void close() {
        documents.close();
        metrics.close();
    }

    @Test
    void askingWhoIsHereWithoutReadingIsBounded() throws InterruptedException {
        Conversation client = yWebsocket(stalled);
        client.receive(bytes("01 05 01 01 01 01 31"));
        sendUntilPaused(client, bytes("03"), 50_000);

        assertThat(stalled.unsentBytes()).isLessThan(MAX_HELD_BYTES);
    }

    @Test
    void askingForTheDocumentWithoutReadingIsBounded() throws InterruptedException {
        Conversation writer = yWebsocket(other);
        writer.receive(update(Typist.type(1, "x".repeat(5_000), 5_000).get(0)));
        Conversation client = conversations.hocuspocus(stalled);
        client.receive(bytes("03 64 6f 63 02 00 00"));
        loop.runUntil(() -> stalled.peek().size() == 1);
        sendUntilPaused(client, bytes("03 64 6f 63 00 00 01 00"), 5_000);

        assertThat(stalled.unsentBytes()).isLessThan(MAX_HELD_BYTES);
        assertThat(stalled.isPaused()).isTrue();
    }

    @Test
    void sendingKnownEditsWithoutReadingTheirConfirmationsIsBounded() throws InterruptedException {
        Conversation client = yWebsocket(stalled);
        sendUntilPaused(client, bytes("00 02 0b " + EDIT), 50_000);

        assertThat(stalled.unsentBytes()).isLessThan(MAX_HELD_BYTES);
        assertThat(stalled.isPaused()).isTrue();
    }

    @Test
    void askingForVersionsWithoutReadingIsBounded() throws InterruptedException {
        Conversation client = conversations.ySweet(NAME, stalled);
        loop.runUntil(() -> !stalled.peek().isEmpty());
        sendUntilPaused(client, bytes("66 01 00"), 50_000);

        assertThat(stalled.unsentBytes()).isLessThan(MAX_HELD_BYTES);
        assertThat(stalled.isPaused()).isTrue();
    }

    @Test
    void versionsCountAsWorkThatTheDocumentHasNotDone() throws InterruptedException {
        Conversation client = conversations.ySweet(NAME, stalled);
        for (int i = 0; i < 1_000; i++) {
            client.receive(bytes("66 01 00"));
        }
        assertThat(stalled.isPaused()).isTrue();

        loop.runUntil(() -> !stalled.isPaused());
    }

    @Test
    void theCursorsOfOthersAreNotKept() throws InterruptedException {
        yWebsocket(stalled);
        Conversation mover = yWebsocket(other);
        for (int clock = 1; clock <= 10_000; clock++) {
            ByteWriter cursor = new ByteWriter();
            cursor.writeVarUint(1);
            cursor.writeVarUint(7);
            cursor.writeVarUint(clock);
            cursor.writeVarString("{\"cursor\":" + clock + "}");
            ByteWriter frame = new ByteWriter();
            frame.writeVarUint(1);
            frame.writeVarBytes(cursor.toByteArray());
            mover.receive(frame.toByteArray());
            loop.run();
        }

        assertThat(stalled.unsentBytes()).isLessThan(MAX_HELD_BYTES);
        assertThat(stalled.peek().size()).as("messages").isLessThan(10_000);
        stalled.log();
        stalled.takeAll();
        assertThat(other.log()).last().asString().contains("3a 31 30 30 30 30 7d");
    }

    @Test
    void theMessagesOfOthersAreNotKeptWithoutEnd() throws InterruptedException {
        Conversation client = conversations.hocuspocus(stalled);
        client.receive(bytes("03 64 6f 63 02 00 00"));
        Conversation talker = conversations.hocuspocus(other);
        talker.receive(bytes("03 64 6f 63 02 00 00"));
        loop.runUntil(() -> !stalled.peek().isEmpty() && !other.peek().isEmpty());
        ByteWriter talk = new ByteWriter();
        talk.writeVarString("doc");
        talk.writeVarUint(5);
        talk.writeVarString("x".repeat(1_000));

        for (int i = 0; i < 1_000; i++) {
            talker.receive(talk.toByteArray());
            loop.run();
        }
        assertThat(stalled.unsentBytes()).isLessThan(MAX_HELD_BYTES);
        assertThat(metrics.scrape()).containsPattern("codecollab_dropped_total\\{reason=\"unread-message\"\\} [1-9]");

        int owed = 0;
        stalled.log();
        while (stalled.takeAll()) {
            client.writable();
            loop.run();
            owed += stalled.log().size();
        }
        assertThat(owed).as("what waited").isBetween(1, 50);
        assertThat(stalled.isPaused()).isFalse();
    }

    @Test
    void aClientThatReadsAgainHasEverything() throws InterruptedException {
        Conversation client = yWebsocket(stalled);
        Conversation writer = yWebsocket(other);
        List<byte[]> typed = Typist.type(1, "x".repeat(500_000), 1_000);
        for (byte[] update : typed) {
            writer.receive(update(update));
            loop.run();
        }
        assertThat(stalled.unsentBytes()).isLessThan(MAX_HELD_BYTES);

        Reader reader = new Reader();
        reader.readAll(stalled.log());
        while (stalled.takeAll()) {
            client.writable();
            loop.run();
            reader.readAll(stalled.log());
        }

        assertThat(reader.text()).isEqualTo("x".repeat(500_000));
    }

    private Conversation yWebsocket(Wire wire) throws InterruptedException {
        Conversation conversation = conversations.yWebsocket(NAME, wire);
        loop.runUntil(() -> !wire.peek().isEmpty());
        return conversation;
    }

    /** As a client does that reads nothing and sends as long as it can. */
    private void sendUntilPaused(Conversation client, byte[] frame, int count) {
        for (int i = 0; i < count && !stalled.isPaused(); i++) {
            client.receive(frame);
            if (i % 10 == 9) {
                loop.run();
            }
        }
        loop.run();
    }

    private static byte[] update(byte[] update) {
        ByteWriter writer = new ByteWriter();
        writer.writeVarUint(0);
        writer.writeVarUint(2);
        writer.writeVarBytes(update);
        return writer.toByteArray();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.ofDelimiter(" ").parseHex(hex);
    }
}
