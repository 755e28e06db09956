package io.codecollab.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.server.document.CloseReason;
import io.codecollab.server.document.DocumentLimits;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.document.DocumentsConfig;
import io.codecollab.server.document.ScriptedJournal;
import io.codecollab.server.document.Typist;
import io.codecollab.server.ops.Metrics;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bytes captured from npm {@code @hocuspocus/provider} 4.8.0, and what other orders of them lead to. */
class HocuspocusConversationTest {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final String DOC = "03 64 6f 63 ";
    private static final String TOKEN = "02 00 01 54 05 34 2e 38 2e 30";
    private static final String OLD_TOKEN = "02 00 01 54";
    private static final String GRANTED = "02 02 0a 72 65 61 64 2d 77 72 69 74 65";
    private static final String STEP_1 = "00 00 01 00";
    private static final String EMPTY_STEP_2 = "00 01 02 00 00";
    private static final String UPDATE = "00 02 0b 01 01 01 00 04 01 01 74 01 68 00";
    private static final String NO_NAME = "01 06 01 01 00 02 7b 7d";
    private static final String SAVED = "08 01";

    /** "doc", U+0000 and the session id "kdoqhwxydu". */
    private static final String SESSION = "0e 64 6f 63 00 6b 64 6f 71 68 77 78 79 64 75 ";

    private final Metrics metrics = new Metrics();
    private final ScriptedJournal journal = new ScriptedJournal();
    private final Documents documents = new Documents(
            journal,
            new DocumentsConfig(new DocumentLimits(10_000, 10_000, 10, 1 << 20, 1_000), 2, 60_000, 1L << 30),
            metrics);
    private final Conversations conversations =
            new Conversations(documents, new SessionLimits(5_000, 1 << 20, 1 << 20, 3, 2_000), metrics);
    private final LoopByHand loop = new LoopByHand();
    private final Wire wire = new Wire(loop);
    private final Conversation client = conversations.hocuspocus(wire);

    @AfterEach
    void close() {
        documents.close();
        metrics.close();
    }

    @Test
    void answersTheGoldenTraceByteForByte() throws InterruptedException {
        say(DOC + TOKEN, DOC + STEP_1, DOC + NO_NAME);
        expect(DOC + GRANTED, DOC + STEP_1, DOC + EMPTY_STEP_2);

        say(DOC + EMPTY_STEP_2);
        expect(DOC + SAVED);

        say(DOC + UPDATE);
        loop.runUntil(() -> journal.waiting().size() == 1);
        expectNothing();
        journal.commit();
        expect(DOC + SAVED);
    }

    @Test
    void nothingIsSaidBeforeTheToken() throws InterruptedException {
        say(DOC + STEP_1, DOC + NO_NAME, DOC + UPDATE);
        expectNothing();
        assertThat(documents.size()).isZero();

        say(DOC + TOKEN);

        expect(DOC + GRANTED, DOC + STEP_1, DOC + EMPTY_STEP_2);
        journal.commit();
        expect(DOC + SAVED);
    }

    @Test
    void whatComesBeforeTheTokenIsBounded() {
        for (int i = 0; i < 100; i++) {
            say(DOC + STEP_1);
        }

        assertThat(wire.log()).containsExactly("closed TOO_LARGE");
    }

    @Test
    void whatWasKeptForOneDocumentIsForgottenWithItsTokenHoweverManyWait() throws InterruptedException {
        say("01 61 " + STEP_1);
        for (int letter = 'A'; letter <= 'z'; letter++) {
            String address = "03 64 6f " + HEX.toHexDigits((byte) letter) + " ";
            say(address + STEP_1, address + STEP_1, address + TOKEN);
            loop.runUntil(() -> wire.peek().size() >= 5);
            assertThat(wire.log()).noneMatch(line -> line.startsWith("closed"));
            say(address + "07");
        }
    }

    @Test
    void everyMessageIsConfirmedExactlyOnce() throws InterruptedException {
        join(DOC);
        List<byte[]> typed = Typist.type(1, "hello");
        for (byte[] update : typed) {
            client.receive(frame("doc", 0, 2, update));
        }
        client.receive(frame("doc", 0, 2, typed.get(0))); // known
        client.receive(frame("doc", 0, 1, typed.get(1))); // an answer
        loop.run();
        journal.commit();

        expect(DOC + SAVED, DOC + SAVED, DOC + SAVED, DOC + SAVED, DOC + SAVED, DOC + SAVED, DOC + SAVED);
        expectNothing();
    }

    @Test
    void severalDocumentsShareAConnection() throws InterruptedException {
        String other = "05 6f 74 68 65 72 ";
        join(DOC);
        join(other);

        say(other + UPDATE);
        loop.runUntil(() -> journal.waiting().size() == 1);
        journal.commit();
        expect(other + SAVED);

        say(DOC + STEP_1);
        expect(DOC + STEP_1, DOC + EMPTY_STEP_2);
    }

    @Test
    void twoSessionsOfOneDocumentHearOfEachOtherUnderTheirOwnAddress() throws InterruptedException {
        join(DOC);
        join(SESSION);

        say(DOC + UPDATE);
        expect(SESSION + UPDATE);
        journal.commit();
        expect(DOC + SAVED);

        say(SESSION + STEP_1);
        expect(SESSION + "00 00 03 01 01 01", SESSION + "00 01 0b 01 01 01 00 04 01 01 74 01 68 00");
    }

    @Test
    void noMoreDocumentsThanAllowedShareAConnection() throws InterruptedException {
        for (String address : new String[] {"01 61 ", "01 62 ", "01 63 "}) {
            join(address);
        }

        say("01 64 " + TOKEN);

        assertThat(wire.log()).singleElement().asString().startsWith("sent 01 64 02 01 ");
        say("01 61 07", "01 64 " + TOKEN);
        expect("01 64 " + GRANTED);
    }

    @Test
    void aNameThatIsNoneIsDeniedAndTheConnectionStays() throws InterruptedException {
        say("00 " + TOKEN);
        assertThat(wire.log()).singleElement().asString().startsWith("sent 00 02 01 ");

        join(DOC);
    }

    @Test
    void passesOnWhatIsNeitherEditNorPresence() throws InterruptedException {
        join(DOC);
        Wire other = new Wire(loop);
        Conversation friend = conversations.hocuspocus(other);
        friend.receive(bytes(DOC + TOKEN));
        loop.runUntil(() -> !other.log().isEmpty());

        say(DOC + "05 02 68 69");

        loop.runUntil(() -> !other.peek().isEmpty());
        assertThat(other.log()).containsExactly("sent " + DOC + "05 02 68 69");
        expectNothing();
    }

    @Test
    void tellsWhoIsHere() throws InterruptedException {
        join(DOC);
        say(DOC + "01 06 01 01 01 02 7b 7d");
        expect(DOC + "01 06 01 01 01 02 7b 7d");

        say(DOC + "03");

        expect(DOC + "01 06 01 01 01 02 7b 7d");
    }

    @Test
    void answersPingsAndTakesPongs() {
        say("09", "0a");

        assertThat(wire.log()).containsExactly("sent 0a");
        assertThat(wire.isFlushed()).isTrue();
    }

    @Test
    void pingsThoseOnlyWhoUnderstandIt() throws InterruptedException {
        client.keepAlive();
        expectNothing();

        say(DOC + OLD_TOKEN);
        expect(DOC + GRANTED);
        client.keepAlive();
        expect(DOC + "01 01 00");

        say("01 61 " + TOKEN);
        expect("01 61 " + GRANTED);
        client.keepAlive();
        expect("09");
    }

    @Test
    void aNewTokenForAnOpenDocumentChangesNothing() throws InterruptedException {
        join(DOC);

        say(DOC + TOKEN, DOC + STEP_1);

        expect(DOC + STEP_1, DOC + EMPTY_STEP_2);
    }

    @Test
    void whoLeavesADocumentIsGoneFromItAndMayComeBack() throws InterruptedException {
        Wire other = new Wire(loop);
        Conversation friend = conversations.hocuspocus(other);
        friend.receive(bytes(DOC + TOKEN));
        loop.runUntil(() -> !other.log().isEmpty());
        join(DOC);
        say(DOC + "01 06 01 01 01 02 7b 7d");
        loop.runUntil(() -> !other.log().isEmpty());
        wire.log();

        say(DOC + "07");
        loop.runUntil(() -> !other.peek().isEmpty());
        assertThat(other.log()).containsExactly("sent " + DOC + "01 08 01 01 01 04 6e 75 6c 6c");

        say(DOC + STEP_1); // on its way when it left
        expectNothing();
        say(DOC + TOKEN, DOC + STEP_1);
        expect(DOC + GRANTED, DOC + STEP_1, DOC + EMPTY_STEP_2);
    }

    @Test
    void aFaultInOneDocumentClosesThatDocumentAlone() throws InterruptedException {
        join(DOC);
        join("01 61 ");

        say(DOC + "00 02 04 ff ff ff ff");
        expect(DOC + "07 11 6d 61 6c 66 6f 72 6d 65 64 20 6d 65 73 73 61 67 65");

        say("01 61 " + STEP_1);
        expect("01 61 " + STEP_1, "01 61 " + EMPTY_STEP_2);
    }

    @Test
    void whatWasOnItsWayToAClosedDocumentIsLeftOut() throws InterruptedException {
        join(DOC);
        say(DOC + "00 02 04 ff ff ff ff");
        loop.runUntil(() -> !wire.log().isEmpty());

        for (int i = 0; i < 1_000; i++) {
            say(DOC + UPDATE);
        }
        expectNothing();

        say(DOC + TOKEN);
        expect(DOC + GRANTED);
    }

    @Test
    void aLargeUpdateClosesItsDocumentAlone() throws InterruptedException {
        join(DOC);
        client.receive(frame("doc", 0, 2, new byte[5_001]));

        loop.runUntil(() -> !wire.peek().isEmpty());
        assertThat(wire.log()).containsExactly("sent " + DOC + "07 09 74 6f 6f 20 6c 61 72 67 65");
    }

    @Test
    void whatConcernsTheServerClosesTheConnection() throws InterruptedException {
        join(DOC);
        join("01 61 ");
        Thread drain = new Thread(() -> {
            try {
                documents.drain(10_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        drain.start();

        loop.runUntil(() -> wire.peek().contains("closed RESTARTING"));
        loop.runUntil(() -> !drain.isAlive());
        drain.join();
    }

    @Test
    void aFrameThatIsNoneClosesTheConnection() throws InterruptedException {
        join(DOC);

        say(DOC + "0b", DOC + STEP_1);

        assertThat(wire.log()).containsExactly("closed MALFORMED");
        loop.run();
        expectNothing();
    }

    @Test
    void whatAClientSaidIsMergedEvenIfItIsGoneRightAfter() throws InterruptedException {
        join(DOC);
        say(DOC + UPDATE);
        client.disconnected();

        loop.runUntil(() -> journal.waiting().size() == 1);
        journal.commit();
        loop.run();
        expectNothing();
    }

    @Test
    void countsItsSessions() throws InterruptedException {
        join(DOC);
        join("01 61 ");
        assertThat(metrics.scrape()).contains("codecollab_sessions{dialect=\"hocuspocus\"} 2.0");

        say(DOC + "07");
        client.disconnected();
        client.close(CloseReason.SILENT);

        assertThat(metrics.scrape()).contains("codecollab_sessions{dialect=\"hocuspocus\"} 0.0");
    }

    @Test
    void peopleWithOtherClientsSeeTheSameDocument() throws InterruptedException {
        join(DOC);
        Wire other = new Wire(loop);
        Conversation friend = conversations.yWebsocket(new DocumentName("doc"), other);
        loop.runUntil(() -> !other.log().isEmpty());

        say(DOC + UPDATE);
        loop.runUntil(() -> !other.peek().isEmpty());
        assertThat(other.log()).containsExactly("sent " + UPDATE);

        friend.receive(bytes("00 02 0b 01 01 02 00 04 01 01 74 01 69 00"));
        expect(DOC + "00 02 0b 01 01 02 00 04 01 01 74 01 69 00");
    }

    private void join(String address) throws InterruptedException {
        say(address + TOKEN);
        expect(address + GRANTED);
    }

    private void say(String... frames) {
        for (String frame : frames) {
            client.receive(bytes(frame.strip()));
        }
        loop.run();
    }

    private void expect(String... frames) throws InterruptedException {
        loop.runUntil(() -> wire.peek().size() >= frames.length);
        List<String> lines = new ArrayList<>();
        for (String frame : frames) {
            lines.add("sent " + frame.strip());
        }
        assertThat(wire.log()).isEqualTo(lines);
    }

    private void expectNothing() {
        loop.run();
        assertThat(wire.log()).isEmpty();
    }

    private static byte[] frame(String address, int kind, int syncKind, byte[] update) {
        ByteWriter writer = new ByteWriter();
        writer.writeVarString(address);
        writer.writeVarUint(kind);
        writer.writeVarUint(syncKind);
        writer.writeVarBytes(update);
        return writer.toByteArray();
    }

    private static byte[] bytes(String hex) {
        return HEX.parseHex(hex);
    }
}
