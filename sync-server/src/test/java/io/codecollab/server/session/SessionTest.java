package io.codecollab.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.Replica;
import io.codecollab.server.document.CloseReason;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.document.Journal;
import io.codecollab.server.protocol.EncodedFrame;
import io.codecollab.server.protocol.YWebsocketDialect;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session between a client that is written down and a document whose loading the test can hold up. */
class SessionTest {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final String EDIT = "01 01 01 00 04 01 01 74 01 68 00";
    private static final SessionLimits LIMITS = new SessionLimits(1_000, 100_000);

    private final CountDownLatch mayLoad = new CountDownLatch(1);
    private final Documents documents = new Documents(new InstantJournal(), 2, 60_000);
    private final Client client = new Client();
    private final Session session =
            Session.open(documents, new DocumentName("doc"), new YWebsocketDialect(), client, LIMITS);

    @AfterEach
    void end() {
        mayLoad.countDown();
        documents.close();
    }

    @Test
    void asksWhatTheClientHasAndConfirmsWhatItSends() throws InterruptedException {
        mayLoad.countDown();
        receive("00 02 0b " + EDIT);

        await(() -> client.log().equals(List.of("sent 00 00 01 00", "sent 00 02 0b " + EDIT)));
    }

    @Test
    void confirmsNoAnswers() throws InterruptedException {
        mayLoad.countDown();
        receive("00 01 0b " + EDIT);
        receive("00 00 01 00");

        await(() -> client.log().equals(List.of("sent 00 00 01 00", "sent 00 01 0b " + EDIT)));
    }

    @Test
    void readsNoMoreFromAClientThatIsAheadOfItsDocument() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            receive("00 02 0b " + EDIT);
        }
        assertThat(client.log()).contains("paused").doesNotContain("resumed");

        mayLoad.countDown();

        await(() -> client.log().contains("resumed"));
        await(() -> client.log().stream()
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
        Client other = new Client();
        Session.open(documents, new DocumentName("doc"), new YWebsocketDialect(), other, LIMITS)
                .receive(HEX.parseHex("00 00 01 00"));
        await(() -> other.log().contains("sent 00 01 02 00 00"));
    }

    @Test
    void keepsAnIdleClientAlive() {
        session.keepAlive();

        assertThat(client.log()).contains("sent 01 01 00");
    }

    private void receive(String frame) {
        session.receive(HEX.parseHex(frame));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadlineNs);
            Thread.sleep(5);
        }
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
        public void unloaded(DocumentName name) {
            throw new IllegalStateException("nothing is unloaded here");
        }
    }

    /** A connection that writes down what is done to it. Thread-safe. */
    private static final class Client implements Connection {
        private final List<String> log = new ArrayList<>();

        synchronized List<String> log() {
            return List.copyOf(log);
        }

        private synchronized void add(String line) {
            log.add(line);
        }

        @Override
        public void send(EncodedFrame frame) {
            add("sent " + HEX.formatHex(frame.bytes()));
        }

        @Override
        public long unsentBytes() {
            return 0;
        }

        @Override
        public void close(CloseReason reason) {
            add("closed " + reason);
        }

        @Override
        public synchronized void pauseReading() {
            log.add("paused");
        }

        @Override
        public synchronized void resumeReading() {
            if (log.contains("paused")) {
                log.add("resumed");
            }
        }
    }
}
