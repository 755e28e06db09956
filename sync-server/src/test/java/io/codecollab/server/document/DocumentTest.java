package io.codecollab.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One document and those who work on it, on the real engine; its tasks run when the test says so. */
class DocumentTest {

    /** Client 1 inserts "h" into the text "t". */
    private static final String EDIT = "01 01 01 00 04 01 01 74 01 68 00";

    private static final String ANN_IS_HERE = "01 01 01 09 7b 22 6e 22 3a 22 78 22 7d";
    private static final String ANN_IS_GONE = "01 01 01 04 6e 75 6c 6c";

    private final Queue<Runnable> turns = new ArrayDeque<>();
    private final List<String> lifecycle = new ArrayList<>();
    private final ScriptedJournal journal = new ScriptedJournal();
    private final Listener ann = new Listener();
    private final Listener bob = new Listener();
    private Document document = newDocument();

    @BeforeEach
    void annAndBobJoin() {
        document.load();
        document.join(ann);
        document.join(bob);
        runTurns();
        assertThat(ann.heard()).containsExactly("joined 00");
        assertThat(bob.heard()).containsExactly("joined 00");
    }

    @Test
    void anEditIsToldAtOnceAndConfirmedWhenItIsStored() {
        merge(ann, EDIT);

        assertThat(journal.waitingCount()).isEqualTo(1);
        assertThat(bob.heard()).containsExactly("UPDATE " + EDIT);
        assertThat(ann.heard()).isEmpty();

        journal.commit();
        runTurns();

        assertThat(ann.heard()).containsExactly("saved " + EDIT);
        assertThat(bob.heard()).isEmpty();
    }

    @Test
    void anEditThatIsKnownIsNeitherStoredNorTold() {
        merge(ann, EDIT);
        journal.commit();
        runTurns();
        bob.heard();

        merge(ann, EDIT);

        assertThat(journal.waitingCount()).isZero();
        assertThat(bob.heard()).isEmpty();
        assertThat(ann.heard()).as("each is confirmed").hasSize(2);
    }

    @Test
    void anEditThatIsKnownAndNotStoredYetIsNotConfirmed() {
        merge(ann, EDIT);
        bob.heard();
        merge(bob, EDIT);

        assertThat(bob.heard()).isEmpty();

        journal.commit();
        runTurns();

        assertThat(bob.heard()).singleElement().asString().startsWith("saved");
    }

    @Test
    void aNewcomerIsBroughtUpToDate() {
        merge(ann, EDIT);
        bob.heard();

        document.ask(bob, bytes("00"));
        document.ask(bob, bytes("01 01 01"));
        runTurns();

        assertThat(bob.heard()).containsExactly("caught up " + EDIT, "caught up 00 00");
    }

    @Test
    void aMalformedUpdateEndsItsSenderAlone() {
        merge(ann, EDIT);
        bob.heard();

        merge(ann, "ff ff ff ff");
        merge(ann, EDIT);

        assertThat(ann.heard()).containsExactly("closed MALFORMED");
        assertThat(bob.heard()).isEmpty();
        document.ask(bob, bytes("00"));
        runTurns();
        assertThat(bob.heard()).containsExactly("caught up " + EDIT);
    }

    @Test
    void aMalformedStateVectorOrAwarenessEndsItsSender() {
        document.ask(ann, bytes("05 01"));
        document.announce(bob, bytes("02 01"));
        runTurns();

        assertThat(ann.heard()).containsExactly("closed MALFORMED");
        assertThat(bob.heard()).containsExactly("closed MALFORMED");
    }

    @Test
    void everyMessageIsSaidToBeDealtWith() {
        merge(ann, EDIT);
        merge(ann, "ff ff ff ff");
        merge(ann, EDIT);

        assertThat(ann.dealtWithBytes()).isEqualTo(11 + 4 + 11);
    }

    @Test
    void thoseWhoAreHereAreSeenUntilTheyLeave() {
        document.announce(ann, bytes(ANN_IS_HERE));
        runTurns();
        assertThat(bob.heard()).containsExactly("AWARENESS " + ANN_IS_HERE);
        assertThat(ann.heard()).isEmpty();

        Listener eve = new Listener();
        document.join(eve);
        document.askWhoIsHere(bob);
        runTurns();
        assertThat(eve.heard()).containsExactly("joined 00", "AWARENESS " + ANN_IS_HERE);
        assertThat(bob.heard()).containsExactly("AWARENESS " + ANN_IS_HERE);

        document.leave(ann);
        runTurns();
        assertThat(bob.heard()).containsExactly("AWARENESS " + ANN_IS_GONE);
    }

    @Test
    void aClientThatCameBackOnAnotherConnectionStaysWhenTheOldOneEnds() {
        document.announce(ann, bytes(ANN_IS_HERE));
        document.announce(bob, bytes(ANN_IS_HERE.replace("01 01 01", "01 01 02")));
        runTurns();
        bob.heard();

        document.leave(ann);
        runTurns();

        assertThat(bob.heard()).isEmpty();
    }

    @Test
    void anEditThatCannotBeStoredSendsEverybodyAwayToComeBackWithIt() {
        merge(ann, EDIT);
        bob.heard();

        journal.fail();
        runTurns();

        assertThat(ann.heard()).containsExactly("closed OVERLOADED");
        assertThat(bob.heard()).containsExactly("closed OVERLOADED");
        assertThat(lifecycle).containsExactly("ended");
        assertThat(document.join(new Listener())).isFalse();
    }

    @Test
    void aFaultOfOursEndsTheDocumentAndNothingElse() {
        Listener broken = new Listener() {
            @Override
            public void joined(byte[] stateVector) {
                throw new IllegalStateException("a bug");
            }
        };
        document.join(broken);
        Listener late = new Listener();
        document.join(late);
        runTurns();

        assertThat(ann.heard()).containsExactly("closed FAILED");
        assertThat(late.heard()).containsExactly("closed FAILED");
        assertThat(lifecycle).containsExactly("ended");
    }

    @Test
    void aDocumentThatCannotBeLoadedSendsEverybodyAway() {
        journal.makeUnreadable();
        Document unreadable = newDocument();
        Listener eve = new Listener();
        unreadable.join(eve);
        unreadable.load();
        runTurns();

        assertThat(eve.heard()).containsExactly("closed OVERLOADED");
        assertThat(unreadable.join(eve)).isFalse();
    }

    @Test
    void isUnloadedWhenNobodyIsHereAndEverythingIsStored() {
        merge(ann, EDIT);
        document.leave(ann);
        document.leave(bob);
        runTurns();
        assertThat(lifecycle).as("an edit is not stored yet").isEmpty();

        journal.commit();
        runTurns();
        assertThat(lifecycle).containsExactly("unused 2");

        document.unloadIfUnused(2);
        runTurns();
        assertThat(lifecycle).containsExactly("unused 2", "ended", "unloaded");
        assertThat(document.join(ann)).isFalse();
    }

    @Test
    void staysWhenSomebodyCameAfterItWasSaidToBeUnused() {
        document.leave(ann);
        document.leave(bob);
        document.join(ann);
        document.leave(ann);
        runTurns();
        assertThat(lifecycle).containsExactly("unused 2", "unused 3");

        document.unloadIfUnused(2);
        runTurns();

        assertThat(lifecycle).containsExactly("unused 2", "unused 3");
    }

    @Test
    void looksAgainWhenSomethingCameInJustAsItWasToBeUnloaded() {
        document.leave(ann);
        document.leave(bob);
        runTurns();

        document.unloadIfUnused(2);
        document.leave(ann); // of no importance, but it waits in the mailbox
        runTurns();

        assertThat(lifecycle).containsExactly("unused 2", "unused 2");
    }

    @Test
    void drainingWorksOffWhatWaits() {
        document.merge(ann, bytes(EDIT), saved -> {});
        boolean endedBefore = document.drain().toCompletableFuture().isDone();
        runTurns();

        assertThat(endedBefore).isFalse();
        assertThat(journal.waitingCount()).isEqualTo(1);
        assertThat(bob.heard()).containsExactly("UPDATE " + EDIT, "closed RESTARTING");
        assertThat(document.drain()).isCompleted();
    }

    private Document newDocument() {
        return new Document(
                new DocumentName("doc"),
                journal,
                new Document.Lifecycle() {
                    @Override
                    public void unused(Document unused, long joinCount) {
                        lifecycle.add("unused " + joinCount);
                    }

                    @Override
                    public void ended(Document ended) {
                        lifecycle.add("ended");
                    }

                    @Override
                    public void unloaded(Document unloaded) {
                        lifecycle.add("unloaded");
                    }
                },
                new Mailbox(turns::add));
    }

    private void merge(Listener from, String update) {
        document.merge(
                from,
                bytes(update),
                saved -> from.hear("saved " + HexFormat.ofDelimiter(" ").formatHex(saved.payload())));
        runTurns();
    }

    private void runTurns() {
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.ofDelimiter(" ").parseHex(hex);
    }
}
