package io.codecollab.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One document and those who work on it, on the real engine; its tasks run when the test says so. */
class DocumentTest {

    /** Client 1 inserts "h" into the text "t". */
    private static final String EDIT = "01 01 01 00 04 01 01 74 01 68 00";

    private static final String ANN_IS_HERE = "01 01 01 09 7b 22 6e 22 3a 22 78 22 7d";
    private static final String ANN_IS_GONE = "01 01 01 04 6e 75 6c 6c";

    private final ScriptedJournal journal = new ScriptedJournal();
    private final Listener ann = new Listener();
    private final Listener bob = new Listener();
    private final DocumentByHand doc = new DocumentByHand(journal);
    private final Document document = doc.document();

    @BeforeEach
    void annAndBobJoin() {
        doc.load();
        doc.join(ann, bob);
        assertThat(ann.heard()).containsExactly("joined 00");
        assertThat(bob.heard()).containsExactly("joined 00");
    }

    @Test
    void anEditIsToldAtOnceAndConfirmedWhenItIsStored() {
        doc.merge(ann, EDIT);

        assertThat(journal.waitingCount()).isEqualTo(1);
        assertThat(bob.heard()).containsExactly("update " + EDIT);
        assertThat(ann.heard()).isEmpty();

        journal.commit();
        doc.runTurns();

        assertThat(ann.heard()).containsExactly("saved " + EDIT);
        assertThat(bob.heard()).isEmpty();
    }

    @Test
    void anEditThatIsKnownIsNeitherStoredNorTold() {
        doc.merge(ann, EDIT);
        journal.commit();
        doc.runTurns();
        bob.heard();

        doc.merge(ann, EDIT);

        assertThat(journal.waitingCount()).isZero();
        assertThat(bob.heard()).isEmpty();
        assertThat(ann.heard()).as("each is confirmed").hasSize(2);
    }

    @Test
    void anEditThatIsKnownAndNotStoredYetIsNotConfirmed() {
        doc.merge(ann, EDIT);
        bob.heard();
        doc.merge(bob, EDIT);

        assertThat(bob.heard()).isEmpty();

        journal.commit();
        doc.runTurns();

        assertThat(bob.heard()).singleElement().asString().startsWith("saved");
    }

    @Test
    void aNewcomerIsBroughtUpToDate() {
        doc.merge(ann, EDIT);
        bob.heard();

        document.ask(bob, DocumentByHand.bytes("00"));
        document.ask(bob, DocumentByHand.bytes("01 01 01"));
        doc.runTurns();

        assertThat(bob.heard()).containsExactly("caught up " + EDIT, "caught up 00 00");
    }

    @Test
    void aMalformedUpdateEndsItsSenderAlone() {
        doc.merge(ann, EDIT);
        bob.heard();

        doc.merge(ann, "ff ff ff ff");
        doc.merge(ann, EDIT);

        assertThat(ann.heard()).containsExactly("closed MALFORMED");
        assertThat(bob.heard()).isEmpty();
        document.ask(bob, DocumentByHand.bytes("00"));
        doc.runTurns();
        assertThat(bob.heard()).containsExactly("caught up " + EDIT);
    }

    @Test
    void aMalformedStateVectorOrAwarenessEndsItsSender() {
        document.ask(ann, DocumentByHand.bytes("05 01"));
        document.announce(bob, DocumentByHand.bytes("02 01"));
        doc.runTurns();

        assertThat(ann.heard()).containsExactly("closed MALFORMED");
        assertThat(bob.heard()).containsExactly("closed MALFORMED");
    }

    @Test
    void everyMessageIsSaidToBeDealtWith() {
        doc.merge(ann, EDIT);
        doc.merge(ann, "ff ff ff ff");
        doc.merge(ann, EDIT);

        assertThat(ann.dealtWithBytes()).isEqualTo(11 + 4 + 11);
    }

    @Test
    void thoseWhoAreHereAreSeenUntilTheyLeave() {
        doc.announce(ann, ANN_IS_HERE);
        assertThat(bob.heard()).containsExactly("presence " + ANN_IS_HERE);
        assertThat(ann.heard()).as("her own comes back").containsExactly("presence " + ANN_IS_HERE);

        Listener eve = new Listener();
        document.join(eve);
        document.askWhoIsHere(bob);
        doc.runTurns();
        assertThat(eve.heard()).containsExactly("joined 00", "presence " + ANN_IS_HERE);
        assertThat(bob.heard()).containsExactly("presence " + ANN_IS_HERE);

        doc.leave(ann);
        assertThat(bob.heard()).containsExactly("presence " + ANN_IS_GONE);
    }

    @Test
    void anEditThatCannotBeStoredSendsEverybodyAwayToComeBackWithIt() {
        doc.merge(ann, EDIT);
        bob.heard();

        journal.fail();
        doc.runTurns();

        assertThat(ann.heard()).containsExactly("closed OVERLOADED");
        assertThat(bob.heard()).containsExactly("closed OVERLOADED");
        assertThat(doc.lifecycle()).containsExactly("ended");
        assertThat(document.join(new Listener())).isFalse();
    }

    @Test
    void aFaultOfOursEndsTheDocumentAndNothingElse() {
        Listener broken = new Listener() {
            @Override
            public void joined(byte[] stateVector, byte[] presence) {
                throw new IllegalStateException("a bug");
            }
        };
        document.join(broken);
        Listener late = new Listener();
        document.join(late);
        doc.runTurns();

        assertThat(ann.heard()).containsExactly("closed FAILED");
        assertThat(late.heard()).containsExactly("closed FAILED");
        assertThat(doc.lifecycle()).containsExactly("ended");
    }

    @Test
    void aDocumentThatCannotBeLoadedSendsEverybodyAway() {
        journal.makeUnreadable();
        DocumentByHand unreadable = new DocumentByHand(journal);
        Listener eve = new Listener();
        unreadable.join(eve);
        unreadable.load();

        assertThat(eve.heard()).containsExactly("closed OVERLOADED");
        assertThat(unreadable.document().join(eve)).isFalse();
    }

    @Test
    void aDocumentThatCannotBeEncodedSendsEverybodyAway() {
        journal.wrapReplicas(replica -> new ForwardingReplica(replica) {
            @Override
            public byte[] encodeStateAsUpdate() {
                throw new OutOfMemoryError("as the test wants it");
            }
        });
        DocumentByHand tooLarge = new DocumentByHand(journal);
        Listener eve = new Listener();
        tooLarge.join(eve);
        tooLarge.load();

        assertThat(eve.heard()).containsExactly("closed OVERLOADED");
    }

    @Test
    void isUnloadedWhenNobodyIsHereAndEverythingIsStored() {
        doc.merge(ann, EDIT);
        document.leave(ann);
        document.leave(bob);
        doc.runTurns();
        assertThat(doc.lifecycle()).as("an edit is not stored yet").isEmpty();

        journal.commit();
        doc.runTurns();
        assertThat(doc.lifecycle()).containsExactly("unused 2");

        document.unloadIfUnused(2);
        doc.runTurns();
        assertThat(doc.lifecycle()).containsExactly("ended", "unloaded");
        assertThat(document.join(ann)).isFalse();
    }

    @Test
    void staysWhenSomebodyCameAfterItWasSaidToBeUnused() {
        document.leave(ann);
        document.leave(bob);
        document.join(ann);
        document.leave(ann);
        doc.runTurns();
        assertThat(doc.lifecycle()).containsExactly("unused 2", "unused 3");

        document.unloadIfUnused(2);
        doc.runTurns();

        assertThat(doc.lifecycle()).isEmpty();
    }

    @Test
    void looksAgainWhenSomethingCameInJustAsItWasToBeUnloaded() {
        document.leave(ann);
        document.leave(bob);
        doc.runTurns();

        document.unloadIfUnused(2);
        document.leave(ann); // of no importance, but it waits in the mailbox
        doc.runTurns();

        assertThat(doc.lifecycle()).containsExactly("unused 2", "unused 2");
    }

    @Test
    void drainingWorksOffWhatWaits() {
        doc.submit(ann, EDIT);
        boolean endedBefore = document.drain().toCompletableFuture().isDone();
        doc.runTurns();

        assertThat(endedBefore).isFalse();
        assertThat(journal.waitingCount()).isEqualTo(1);
        assertThat(bob.heard()).containsExactly("update " + EDIT, "closed RESTARTING");
        assertThat(document.drain()).isCompleted();
    }
}
