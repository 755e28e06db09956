package io.codecollab.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much one document takes, and who pays for too much. */
class DocumentLimitsTest {

    private final ScriptedJournal journal = new ScriptedJournal();
    private final Listener ann = new Listener();
    private final Listener bob = new Listener();

    @Test
    void anEditThatWouldMakeTheDocumentTooLargeEndsItsSenderAlone() {
        DocumentByHand doc = open(new DocumentLimits(1_000, 1_000, 10, 1_000, 1_000));
        List<byte[]> large = Typist.type(1, "x".repeat(2_000), 900);

        doc.merge(ann, hex(large.get(0)));
        assertThat(bob.heard()).hasSize(1);
        doc.merge(ann, hex(large.get(1)));

        assertThat(ann.heard()).containsExactly("closed TOO_LARGE");
        assertThat(bob.heard()).isEmpty();
        assertThat(journal.waitingCount()).isEqualTo(1);
        assertThat(ann.dealtWithBytes()).isEqualTo(large.get(0).length + large.get(1).length);

        doc.merge(bob, hex(Typist.type(2, "y").get(0)));
        assertThat(journal.waitingCount()).as("what fits is taken").isEqualTo(2);
    }

    @Test
    void whatWasDeletedMakesRoom() {
        DocumentByHand doc = open(new DocumentLimits(1_000, 1_000, 10, 1_000, 1_000));
        List<byte[]> updates = new ArrayList<>();
        Doc writer = new Doc();
        writer.onUpdate((update, origin, updated, transaction) -> updates.add(update));
        for (int i = 0; i < 5; i++) {
            writer.getText("t").insert(0, "x".repeat(800));
            writer.getText("t").delete(0, 800);
        }

        updates.forEach(update -> doc.merge(ann, hex(update)));

        assertThat(ann.heard()).isEmpty();
        assertThat(journal.waitingCount()).isEqualTo(10);
    }

    @Test
    void aFullDocumentIsNotMeasuredForEveryKeystroke() {
        int[] encodedCount = {0};
        journal.wrapReplicas(replica -> new ForwardingReplica(replica) {
            @Override
            public byte[] encodeStateAsUpdate() {
                encodedCount[0]++;
                return super.encodeStateAsUpdate();
            }
        });
        DocumentByHand doc = open(new DocumentLimits(10_000, 1_000, 10, 1_000, 1_000));
        List<byte[]> updates = new ArrayList<>();
        Doc writer = new Doc();
        writer.onUpdate((update, origin, updated, transaction) -> updates.add(update));
        writer.getText("t").insert(0, "x".repeat(9_000));
        for (int i = 0; i < 200; i++) {
            writer.getText("t").insert(0, "y".repeat(30));
            writer.getText("t").delete(0, 30);
        }

        updates.forEach(update -> doc.merge(bob, hex(update)));

        assertThat(bob.heard()).as("it never was too large").isEmpty();
        assertThat(encodedCount[0]).isLessThan(25);
    }

    @Test
    void tooMuchThatWaitsForMissingEditsEndsItsSenderAndTheDocumentComesBackWithoutIt() {
        DocumentByHand doc = open(new DocumentLimits(100_000, 1_000, 10, 1_000, 1_000));
        doc.merge(bob, hex(Typist.type(2, "y").get(0)));
        ann.heard();
        List<byte[]> gappy = Typist.type(1, "x".repeat(4_000), 400);

        doc.submit(ann, hex(gappy.get(1)));
        doc.submit(ann, hex(gappy.get(3)));
        doc.submit(ann, hex(gappy.get(5)));
        doc.runTurns();

        assertThat(ann.heard()).containsExactly("closed TOO_LARGE");
        assertThat(bob.heard()).last().isEqualTo("closed RESTARTING");
        assertThat(doc.lifecycle()).containsExactly("ended");
        assertThat(journal.waiting()).as("what was taken before is stored").hasSize(2);
    }

    @Test
    void sendsAwayWhoIsOneTooMany() {
        DocumentByHand doc = open(new DocumentLimits(1_000, 1_000, 2, 1_000, 1_000));
        Listener eve = new Listener();
        doc.join(eve);
        assertThat(eve.heard()).containsExactly("closed OVERLOADED");

        doc.leave(ann);
        doc.join(eve);

        assertThat(eve.heard()).containsExactly("joined 00");
    }

    @Test
    void isOverloadedWhileTooMuchWaits() {
        DocumentByHand doc = open(new DocumentLimits(100_000, 1_000, 10, 1_000, 1_000));
        byte[] update = Typist.type(1, "x".repeat(600), 600).get(0);
        doc.submit(ann, hex(update));
        assertThat(doc.document().isOverloaded()).isFalse();
        doc.submit(ann, hex(update));
        assertThat(doc.document().isOverloaded()).isTrue();

        doc.runTurns();

        assertThat(doc.document().isOverloaded()).isFalse();
        assertThat(doc.document().mailboxBytes()).isZero();
    }

    @Test
    void keepsWhatItCouldNotUnderstandForInspection() {
        DocumentByHand doc = open(DocumentLimits.defaults());

        doc.merge(ann, "ff ff ff ff");
        doc.ask(bob, "05 01");

        assertThat(ann.heard()).containsExactly("closed MALFORMED");
        assertThat(bob.heard()).containsExactly("closed MALFORMED");
        assertThat(journal.refused())
                .as("updates only")
                .singleElement()
                .asString()
                .startsWith("doc, bytes=4, ");
    }

    @Test
    void aLargePresenceEndsItsSenderAlone() {
        DocumentByHand doc = open(new DocumentLimits(1_000, 1_000, 10, 1_000, 20));

        doc.announce(ann, "01 01 01 02 7b 7d");
        doc.announce(bob, "01 02 01 14 22" + " 78".repeat(18) + " 22");

        assertThat(bob.heard()).containsExactly("presence 01 01 01 02 7b 7d", "closed TOO_LARGE");
        assertThat(ann.heard()).containsExactly("presence 01 01 01 02 7b 7d");
    }

    private DocumentByHand open(DocumentLimits limits) {
        DocumentByHand doc = new DocumentByHand(journal, limits);
        doc.load();
        doc.join(ann, bob);
        ann.heard();
        bob.heard();
        return doc;
    }

    private static String hex(byte[] bytes) {
        return DocumentByHand.hex(bytes);
    }
}
