package io.codecollab.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.Replica;
import io.codecollab.crdt.update.StateVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One document that is open on several instances. */
class InstancesTest {

    private static final long LONG_MS = 70_000;

    private final ScriptedJournal journal = new ScriptedJournal();
    private final RelayByHand relay = new RelayByHand();
    private final List<DocumentByHand> instances = new ArrayList<>();
    private final List<Author> authors = new ArrayList<>();

    /** Opens the document on so many instances, with one author on each. */
    private void open(int count) {
        for (int i = 0; i < count; i++) {
            DocumentByHand instance = new DocumentByHand(journal, relay, DocumentLimits.defaults());
            instances.add(instance);
            authors.add(new Author(100 + i));
            instance.load();
            instance.join(authors.get(i));
            relay.wires().get(i).connect();
            instance.runTurns();
        }
        settle();
        relay.said();
    }

    /** Lets everything happen that is under way, without letting time pass. */
    private void settle() {
        do {
            instances.forEach(DocumentByHand::runTurns);
        } while (relay.deliverAll());
        instances.forEach(DocumentByHand::runTurns);
    }

    private void pass(long ms) {
        for (long passed = 0; passed < ms; passed += 500) {
            instances.forEach(instance -> instance.advance(500));
            settle();
        }
    }

    private void type(int index, String update) {
        instances.get(index).merge(authors.get(index), update);
    }

    private static String hexOf(long client, String text) {
        return DocumentByHand.hex(Typist.type(client, text, text.length()).get(0));
    }

    private String textOf(int index) {
        try (Replica replica = new DocReplica()) {
            replica.applyUpdate(authors.get(index).state());
            return replica.text("t");
        }
    }

    private Replica stored() {
        return journal.load(new DocumentName("doc"));
    }

    private List<PeerMessage> saidOf(Class<? extends PeerMessage.Content> kind) {
        return relay.said().stream()
                .filter(message -> kind.isInstance(message.content()))
                .toList();
    }

    @Test
    void anEditIsToldOnceAndStoredOnceWhateverTheNumberOfInstances() {
        open(4);

        type(0, hexOf(1, "hello"));
        settle();

        assertThat(relay.said()).hasSize(1);
        assertThat(journal.waitingCount()).isEqualTo(1);
        assertThat(List.of(textOf(1), textOf(2), textOf(3))).containsOnly("hello");
    }

    @Test
    void aLostEditIsAskedForWhenTheNextOneComes() {
        open(2);
        Typist.type(1, "ab").forEach(update -> {
            type(0, DocumentByHand.hex(update));
            if (relay.said().size() == 1) {
                relay.wires().get(1).breakOff();
                instances.get(1).runTurns();
            }
        });
        relay.wires().get(1).connect();

        settle();

        assertThat(textOf(1)).isEqualTo("ab");
    }

    @Test
    void theLastLostEditIsFoundByComparing() {
        open(2);
        type(0, hexOf(1, "lost"));
        relay.deliverOne(new Random(1), 1);

        pass(LONG_MS);

        assertThat(textOf(1)).isEqualTo("lost");
    }

    @Test
    void aLostDeletionIsFoundByComparing() {
        open(2);
        Random random = new Random(0);
        byte[] edit = {1};
        while (edit[0] != 0) { // no structs: nothing but a deletion
            settle();
            edit = authors.get(0).edit(random);
            instances.get(0).merge(authors.get(0), DocumentByHand.hex(edit));
        }
        relay.deliverOne(random, 1);
        assertThat(relay.deliverAll()).isFalse();

        pass(LONG_MS);

        assertThat(authors.get(1).state()).isEqualTo(authors.get(0).state());
    }

    @Test
    void whatAnAuthorWasToldToBeSavedIsStoredWithAllItIsBuiltOn() {
        open(2);
        type(0, hexOf(1, "base"));
        List<byte[]> neverCommitted = journal.waiting();
        settle();
        byte[] onTop = authors.get(1).edit(new Random(3));

        instances.get(1).merge(authors.get(1), DocumentByHand.hex(onTop));

        List<byte[]> waiting = journal.waiting();
        assertThat(waiting).hasSize(neverCommitted.size() + 1);
        try (Replica replica = new DocReplica()) {
            replica.applyUpdate(waiting.get(waiting.size() - 1));
            assertThat(replica.pendingBytes()).isZero();
            assertThat(replica.text("t")).isEqualTo(textOf(1)).contains("bas");
        }
    }

    @Test
    void anEditKnownToBeStoredIsNotStoredAgain() {
        open(2);
        type(0, hexOf(1, "base"));
        journal.commit();
        settle();
        instances.get(0).announce(authors.get(0), "01 01 01 02 7b 7d"); // any message says what is durable
        settle();
        byte[] onTop = authors.get(1).edit(new Random(3));

        instances.get(1).merge(authors.get(1), DocumentByHand.hex(onTop));

        assertThat(journal.waiting()).singleElement().isEqualTo(onTop);
    }

    @Test
    void theEditsOfAnInstanceThatDiedAreStoredByTheOthers() {
        open(2);
        type(0, hexOf(1, "orphan"));
        settle();
        journal.fail(); // with the first instance, which never hears of it
        instances.remove(0);
        relay.wires().get(0).breakOff();
        assertThat(journal.waitingCount()).isZero();

        pass(30_000);

        journal.commit();
        try (Replica replica = stored()) {
            assertThat(replica.text("t")).isEqualTo("orphan");
        }
    }

    @Test
    void nobodyIsUnloadedBeforeWhatItTookOverIsStored() {
        open(2);
        type(0, hexOf(1, "base"));
        settle();
        instances.get(1).lifecycle();
        instances.get(1).leave(authors.get(1));

        instances.get(1).document().unloadNow();
        instances.get(1).runTurns();

        assertThat(instances.get(1).lifecycle()).doesNotContain("ended");
        journal.commit();
        instances.get(1).runTurns();
        instances.get(1).document().unloadNow();
        instances.get(1).runTurns();
        assertThat(instances.get(1).lifecycle()).contains("unloaded");
    }

    @Test
    void presenceCrossesAndLeavesWithItsInstance() {
        open(2);
        instances.get(0).announce(authors.get(0), "01 07 01 02 7b 7d");
        settle();
        assertThat(authors.get(1).heard()).contains("presence 01 07 01 02 7b 7d");

        instances.remove(0);
        relay.wires().get(0).breakOff();
        pass(30_000);

        assertThat(authors.get(1).heard()).contains("presence 01 07 01 04 6e 75 6c 6c");
    }

    @Test
    void aClientThatMovedToAnotherInstanceStaysWhenItsOldConnectionEnds() {
        open(2);
        instances.get(0).announce(authors.get(0), "01 07 01 02 7b 7d");
        settle();

        instances.get(1).announce(authors.get(1), "01 07 02 02 7b 7d");
        settle();
        instances.get(0).leave(authors.get(0));
        settle();

        instances.get(1).document().askWhoIsHere(authors.get(1));
        authors.get(1).heard();
        instances.get(1).runTurns();
        assertThat(authors.get(1).heard()).containsExactly("presence 01 07 02 02 7b 7d");
    }

    @Test
    void anEchoOfWhatAnotherInstanceSaidIsNotTakenForAMove() {
        open(2);
        instances.get(0).announce(authors.get(0), "01 07 01 02 7b 7d");
        settle();

        instances.get(1).announce(authors.get(1), "01 07 01 02 7b 7d");
        instances.get(1).leave(authors.get(1));
        settle();

        authors.get(0).heard();
        instances.get(0).document().askWhoIsHere(authors.get(0));
        instances.get(0).runTurns();
        assertThat(authors.get(0).heard()).containsExactly("presence 01 07 01 02 7b 7d");
    }

    @Test
    void aQuietDocumentCostsOneSmallMessageEveryFewSeconds() {
        open(2);
        pass(10_000);
        relay.said();

        pass(60_000);

        assertThat(relay.said()).hasSizeBetween(10, 24);
    }

    @Test
    void aDocumentOpenNowhereElseCostsNextToNothing() {
        open(1);

        pass(600_000);

        assertThat(relay.said()).hasSizeBetween(8, 16);
    }

    @Test
    void everybodyIsSentAwayFromAllInstancesOnRequest() {
        open(2);
        Relay.Link operator = relay.open(new DocumentName("doc"), new Relay.Listener() {
            @Override
            public void connected() {}

            @Override
            public void heard(PeerMessage message) {}
        });
        relay.wires().get(2).connect();

        operator.publish(new PeerMessage(operator.self(), 0, 0, new PeerMessage.Close()));
        settle();

        assertThat(authors.get(0).heard()).contains("closed RESTARTING");
        assertThat(authors.get(1).heard()).contains("closed RESTARTING");
        assertThat(instances.get(0).lifecycle()).contains("ended");
    }

    @Test
    void anEditTooLargeToTellIsFetchedFromTheStore() {
        open(2);
        type(0, hexOf(1, "x".repeat(2 << 20)));
        assertThat(saidOf(PeerMessage.Edits.class)).isEmpty();
        settle();
        assertThat(textOf(1)).isEmpty();

        journal.commit();
        settle();

        assertThat(textOf(1)).hasSize(2 << 20);
    }

    @Test
    void anEditTooLargeToTellIsNotFetchedBeforeItIsInTheStore() {
        open(2);
        type(0, hexOf(1, "small"));
        settle();
        type(0, hexOf(2, "x".repeat(2 << 20)));
        settle();

        journal.commit(1);
        settle();
        assertThat(saidOf(PeerMessage.InStore.class)).isEmpty();

        journal.commit(1);
        settle();
        assertThat(textOf(1)).hasSize((2 << 20) + 5);
    }

    /** Authors on all instances, lost messages, broken wires, late commits; what was acknowledged is stored at every moment. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void allConvergeAndNothingAcknowledgedIsEverMissing(long seed) {
        Random random = new Random(seed);
        open(2 + random.nextInt(3));
        for (int step = 0; step < 1_500; step++) {
            int index = random.nextInt(instances.size());
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> edit(index, random);
                case 3, 4, 5, 6, 7 -> relay.deliverOne(random, 0.1);
                case 8 -> {
                    journal.commit();
                    instances.get(index).runTurns();
                }
                case 9 -> instances.get(index).advance(random.nextInt(2_000));
                case 10 -> {
                    if (random.nextInt(10) == 0) {
                        relay.wires().get(index).breakOff();
                    }
                }
                default -> {
                    relay.wires().get(index).connect();
                    instances.get(index).runTurns();
                }
            }
            instances.get(index).runTurns();
            assertAcknowledgedIsStored(seed, step);
        }
        journal.commit();
        relay.wires().forEach(RelayByHand.Wire::connect);
        pass(2 * LONG_MS);
        for (Author author : authors) {
            assertThat(author.state())
                    .as("seed=%d", seed)
                    .isEqualTo(authors.get(0).state());
        }
        assertThat(authors.get(0).state().length).as("seed=%d", seed).isGreaterThan(500);
    }

    private void edit(int index, Random random) {
        instances
                .get(index)
                .merge(authors.get(index), DocumentByHand.hex(authors.get(index).edit(random)));
    }

    private void assertAcknowledgedIsStored(long seed, int step) {
        if (step % 20 != 0) {
            return;
        }
        try (Replica replica = stored()) {
            StateVector there = StateVector.decode(replica.encodeStateVector());
            for (Author author : authors) {
                StateVector acknowledged = author.acknowledged();
                if (acknowledged != null) {
                    for (long client : acknowledged.clients()) {
                        assertThat(there.get(client))
                                .as("seed=%d step=%d client=%d", seed, step, client)
                                .isGreaterThanOrEqualTo(acknowledged.get(client));
                    }
                }
            }
        }
    }
}
