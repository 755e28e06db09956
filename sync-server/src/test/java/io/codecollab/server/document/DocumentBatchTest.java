package io.codecollab.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.Replica;
import io.codecollab.crdt.update.Updates;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the edits that reach a document in one turn. */
class DocumentBatchTest {

    private final ScriptedJournal journal = new ScriptedJournal();
    private final DocumentByHand doc = new DocumentByHand(journal);
    private final Listener ann = new Listener();
    private final Listener bob = new Listener();
    private final Listener eve = new Listener();

    /** One update for each letter Ann and Bob type, each on a document of their own. */
    private final List<byte[]> annTyped = Typist.type(1, "ann");

    private final List<byte[]> bobTyped = Typist.type(2, "bob");

    @BeforeEach
    void threeJoin() {
        doc.load();
        doc.join(ann, bob, eve);
        ann.heard();
        bob.heard();
        eve.heard();
    }

    @Test
    void theEditsOfATurnAreOneAppendAndOneBroadcast() {
        submitTogether();

        assertThat(journal.waiting())
                .singleElement()
                .satisfies(
                        row -> assertThat(textOf(row)).containsOnlyOnce("ann").containsOnlyOnce("bob"));
        assertThat(eve.heard())
                .containsExactly(
                        "update " + DocumentByHand.hex(journal.waiting().get(0)));
    }

    @Test
    void whatIsStoredOfADocumentThatStaysOpenIsTidiedUpNowAndThen() {
        Typist.type(3, "x".repeat(2_500)).forEach(update -> doc.merge(eve, DocumentByHand.hex(update)));

        assertThat(journal.grownCount()).isEqualTo(2);
    }

    @Test
    void muchIsNotTidiedUpWhileADocumentIsOpen() {
        Typist.type(3, "x".repeat(1_100 * 20_000), 20_000)
                .forEach(update -> doc.merge(eve, DocumentByHand.hex(update)));

        assertThat(journal.grownCount()).isZero();
    }

    @Test
    void anAuthorHearsTheEditsOfOthersOnlyAndThatItsOwnAreSaved() {
        submitTogether();

        assertThat(ann.heard()).containsExactlyElementsOf(lines("update ", bobTyped));
        assertThat(bob.heard()).containsExactlyElementsOf(lines("update ", annTyped));

        journal.commit();
        doc.runTurns();

        assertThat(ann.heard()).containsExactlyElementsOf(lines("saved ", annTyped));
        assertThat(bob.heard()).containsExactlyElementsOf(lines("saved ", bobTyped));
        assertThat(eve.heard()).hasSize(1);
    }

    @Test
    void everybodyIsFlushedAtTheEndOfTheTurn() {
        int before = eve.flushCount();

        submitTogether();

        assertThat(eve.flushCount()).isEqualTo(before + 1);
    }

    @Test
    void whoAsksInTheMiddleOfATurnIsToldNothingTwice() {
        doc.submit(ann, DocumentByHand.hex(annTyped.get(0)));
        doc.document().ask(eve, new byte[] {0});
        doc.submit(ann, DocumentByHand.hex(annTyped.get(1)));
        doc.runTurns();

        assertThat(eve.heard())
                .containsExactly(
                        "update " + DocumentByHand.hex(annTyped.get(0)),
                        "caught up " + DocumentByHand.hex(annTyped.get(0)),
                        "update " + DocumentByHand.hex(annTyped.get(1)));
    }

    @Test
    void whoJoinsInTheMiddleOfATurnIsToldWhatComesAfter() {
        Listener late = new Listener();
        doc.submit(ann, DocumentByHand.hex(annTyped.get(0)));
        doc.document().join(late);
        doc.submit(ann, DocumentByHand.hex(annTyped.get(1)));
        doc.runTurns();

        assertThat(late.heard()).containsExactly("joined 01 01 01", "update " + DocumentByHand.hex(annTyped.get(1)));
    }

    @Test
    void aKnownEditIsConfirmedWithWhatIsBeforeIt() {
        doc.merge(ann, DocumentByHand.hex(annTyped.get(0)));
        journal.commit();
        doc.runTurns();
        ann.heard();

        doc.submit(bob, DocumentByHand.hex(bobTyped.get(0)));
        doc.submit(ann, DocumentByHand.hex(annTyped.get(0)));
        doc.runTurns();
        assertThat(ann.heard())
                .as("bob's edit is not stored yet")
                .containsExactly("update " + DocumentByHand.hex(bobTyped.get(0)));

        journal.commit();
        doc.runTurns();

        assertThat(ann.heard()).containsExactly("saved 00 00");
    }

    @Test
    void aBatchSaysWhetherItCanBeToldAsOneUpdate() {
        Listener late = new Listener() {
            @Override
            public void edited(EditBatch batch) {
                hear("can merge=" + batch.canMerge() + ", edits="
                        + batch.edits().size());
            }
        };
        doc.join(late);
        late.heard();

        doc.submit(ann, DocumentByHand.hex(annTyped.get(1)));
        doc.submit(bob, DocumentByHand.hex(bobTyped.get(0)));
        doc.runTurns();
        assertThat(journal.waitingCount())
                .as("it is stored as one nevertheless")
                .isEqualTo(1);
        doc.merge(ann, DocumentByHand.hex(annTyped.get(0)));

        assertThat(late.heard()).containsExactly("can merge=false, edits=2", "can merge=true, edits=1");
    }

    @Test
    void whatWaitsForOthersIsPartOfWhatANewcomerGets() {
        doc.merge(ann, DocumentByHand.hex(annTyped.get(1)));
        doc.ask(eve, "00");
        doc.merge(ann, DocumentByHand.hex(annTyped.get(0)));
        doc.ask(eve, "00");

        List<String> heard = eve.heard();
        Doc replica = new Doc();
        for (String line : heard) {
            replica.applyUpdate(DocumentByHand.bytes(line.replaceFirst("(caught up|update) ", "")));
        }
        assertThat(replica.getText("t").toString()).isEqualTo("an");
    }

    @Test
    void aTurnEndsEarlyWhenItHasMergedALot() {
        byte[] large = Typist.type(1, "x".repeat(300_000), 300_000).get(0);
        doc.submit(ann, DocumentByHand.hex(large));
        doc.submit(bob, DocumentByHand.hex(bobTyped.get(0)));
        doc.runTurns();

        assertThat(journal.waitingCount()).isEqualTo(2);
        assertThat(eve.heard()).hasSize(2);
        assertThat(doc.longTurnCount()).as("turns of the long workers").isEqualTo(1);
    }

    @Test
    void drainingHandsTheTurnsEditsToTheJournal() {
        doc.submit(ann, DocumentByHand.hex(annTyped.get(0)));
        doc.submit(bob, DocumentByHand.hex(bobTyped.get(0)));
        doc.document().drain();
        doc.runTurns();

        assertThat(journal.waitingCount()).isEqualTo(1);
        assertThat(eve.heard()).hasSize(2).last().isEqualTo("closed RESTARTING");
    }

    @Test
    void whatASubscriberSendsAfterItLeftIsNotMerged() {
        doc.document().leave(ann);
        doc.merge(ann, DocumentByHand.hex(annTyped.get(0)));

        assertThat(journal.waitingCount()).isZero();
        assertThat(ann.dealtWithBytes()).isEqualTo(annTyped.get(0).length);
    }

    @Test
    void whatASubscriberSentBeforeItLeftIsStored() {
        doc.submit(ann, DocumentByHand.hex(annTyped.get(0)));
        doc.document().leave(ann);
        doc.runTurns();
        journal.commit();
        doc.runTurns();

        assertThat(eve.heard()).hasSize(1);
        assertThat(ann.heard()).as("nobody is there to hear it").isEmpty();
    }

    @Test
    void aMessageIsPassedOnToTheOthers() {
        doc.document().tellOthers(ann, "hi");
        doc.runTurns();

        assertThat(ann.heard()).isEmpty();
        assertThat(bob.heard()).containsExactly("told hi");
        assertThat(eve.heard()).containsExactly("told hi");
    }

    private void submitTogether() {
        for (int i = 0; i < 3; i++) {
            doc.submit(ann, DocumentByHand.hex(annTyped.get(i)));
            doc.submit(bob, DocumentByHand.hex(bobTyped.get(i)));
        }
        doc.runTurns();
    }

    private static List<String> lines(String what, List<byte[]> updates) {
        return updates.stream().map(update -> what + DocumentByHand.hex(update)).toList();
    }

    private static String textOf(byte[] update) {
        assertThat(Updates.parseUpdateMeta(update)).isNotNull();
        try (Replica replica = new DocReplica()) {
            replica.applyUpdate(update);
            return replica.text("t");
        }
    }
}
