package io.codecollab.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.Replica;
import io.codecollab.server.document.DocumentLimits;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.document.DocumentsConfig;
import io.codecollab.server.document.Journal;
import io.codecollab.server.ops.Metrics;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session between a client that is written down and a document whose loading the test can hold up. */
class SessionTest {

    private static final DocumentName NAME = new DocumentName("doc");
    private static final String EDIT = "01 01 01 00 04 01 01 74 01 68 00";
    private static final SessionLimits LIMITS = new SessionLimits(1_000, 1_000, 100_000, 10, 1_000);

    private final CountDownLatch mayLoad = new CountDownLatch(1);
    private final Metrics metrics = new Metrics();
    private final Documents documents = new Documents(
            new InstantJournal(), new DocumentsConfig(DocumentLimits.defaults(), 2, 60_000, 1L << 30), metrics);
    private final Conversations conversations = new Conversations(documents, LIMITS, metrics);
    private final LoopByHand loop = new LoopByHand();
    private final Wire client = new Wire(loop);
    private final Conversation conversation = conversations.yWebsocket(NAME, client);

    @AfterEach
    void end() {
        mayLoad.countDown();
        documents.close();
        metrics.close();
    }

    @Test
    void asksWhatTheClientHasAndConfirmsWhatItSends() throws InterruptedException {
        mayLoad.countDown();
        receive("00 02 0b " + EDIT);

        loop.runUntil(() -> client.peek().size() == 2);
        assertThat(client.log()).containsExactly("sent 00 00 01 00", "sent 00 02 0b " + EDIT);
    }

    @Test
    void confirmsNoAnswers() throws InterruptedException {
        mayLoad.countDown();
        receive("00 01 0b " + EDIT);
        receive("00 00 01 00");

        loop.runUntil(() -> client.peek().size() == 2);
        assertThat(client.log()).containsExactly("sent 00 00 01 00", "sent 00 01 0b " + EDIT);
    }

    @Test
    void readsNoMoreFromAClientThatIsAheadOfItsDocument() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            receive("00 02 0b " + EDIT);
        }
        assertThat(client.peek()).contains("paused").doesNotContain("resumed");

        mayLoad.countDown();

        loop.runUntil(() -> client.peek().contains("resumed"));
        loop.runUntil(() -> client.peek().stream()
                        .filter(line -> line.startsWith("sent 00 02"))
                        .count()
                == 20);
        assertThat(client.log()).doesNotContain("closed MALFORMED");
    }

    @Test
    void whatAClientSendsAfterItsFaultIsNotLookedAt() throws InterruptedException {
        mayLoad.countDown();
        receive("07");
        receive("00 02 0b " + EDIT);

        assertThat(client.log()).contains("closed MALFORMED");
        Wire other = new Wire(loop);
        conversations.yWebsocket(NAME, other).receive(bytes("00 00 01 00"));
        loop.runUntil(() -> other.peek().contains("sent 00 01 02 00 00"));
    }

    @Test
    void refusesText() {
        conversation.receiveText("hello");

        assertThat(client.log()).containsExactly("closed MALFORMED");
    }

    @Test
    void refusesAnUpdateThatIsTooLarge() {
        byte[] frame = bytes("00 02 e9 07 " + "00 ".repeat(1_001).strip());

        conversation.receive(frame);

        assertThat(client.log()).containsExactly("closed TOO_LARGE");
    }

    @Test
    void keepsAnIdleClientAlive() {
        conversation.keepAlive();

        assertThat(client.log()).containsExactly("sent 01 01 00");
        assertThat(client.isFlushed()).isTrue();
    }

    private void receive(String frame) {
        conversation.receive(bytes(frame));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.ofDelimiter(" ").parseHex(hex);
    }

    /** Every edit is durable at once, but loading waits for the test. */
    private final class InstantJournal implements Journal {
        @Override
        public Replica load(DocumentName name) {
            try {
                mayLoad.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new DocReplica();
        }

        @Override
        public CompletionStage<Void> append(DocumentName name, byte[] update) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void keepRefused(DocumentName name, byte[] update, String reason) {
            throw new IllegalStateException("nothing is refused here");
        }

        @Override
        public boolean exists(DocumentName name) {
            return false;
        }

        @Override
        public boolean create(DocumentName name) {
            throw new IllegalStateException("nothing is created here");
        }

        @Override
        public void grown(DocumentName name) {}

        @Override
        public void unloaded(DocumentName name) {
            throw new IllegalStateException("nothing is unloaded here");
        }
    }
}
