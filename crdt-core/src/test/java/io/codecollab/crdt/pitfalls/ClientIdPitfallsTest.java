package io.codecollab.crdt.pitfalls;

import static io.codecollab.crdt.pitfalls.Scenario.doc;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import org.junit.jupiter.api.Test;

/** Somebody else writes under our client id. */
class ClientIdPitfallsTest {

    @Pitfall(44)
    @Test
    void documentTakesANewIdWhenItsOwnArrivesFromOutside() {
        Doc doc = doc(7);
        Doc twin = doc(7);
        twin.getText("t").insert(0, "twin");

        doc.applyUpdate(twin.encodeStateAsUpdate());
        doc.getText("t").insert(4, " and I");

        assertThat(doc.clientId()).isNotEqualTo(7).isBetween(0L, (1L << 32) - 1);
        assertThat(doc.stateVector().get(7)).isEqualTo(4);
        assertThat(Scenario.copyOf(doc, 9).getText("t").toString()).isEqualTo("twin and I");
    }

    @Pitfall(44)
    @Test
    void documentKeepsItsIdForItsOwnUpdatesAndThoseOfOthers() {
        Doc doc = doc(7);
        doc.getText("t").insert(0, "mine");
        Doc other = Scenario.copyOf(doc, 8);
        other.getText("t").insert(4, " and yours");

        doc.applyUpdate(doc.encodeStateAsUpdate());
        doc.applyUpdate(other.encodeStateAsUpdate());

        assertThat(doc.clientId()).isEqualTo(7);
    }

    /** The transaction as a whole counts as remote, own edits in it included: Yjs changes the id, and so do we. */
    @Pitfall(44)
    @Test
    void updateAppliedWithinALocalTransactionMakesItRemote() {
        Doc doc = doc(7);
        Doc other = doc(8);
        other.getText("t").insert(0, "other");

        doc.transact(transaction -> {
            doc.getText("t").insert(0, "mine");
            doc.applyUpdate(other.encodeStateAsUpdate());
        });

        assertThat(doc.clientId()).isNotEqualTo(7);
        assertThat(doc.getText("t").length()).isEqualTo(9);
    }

    @Pitfall(44)
    @Test
    void restoringTheOwnPastGivesANewIdOnlyWhenItWasMissing() {
        Doc author = doc(7);
        author.getText("t").insert(0, "stored");
        Doc restored = doc(7);

        restored.applyUpdate(author.encodeStateAsUpdate());
        long idAfterLoading = restored.clientId();
        restored.applyUpdate(author.encodeStateAsUpdate());

        assertThat(idAfterLoading).isNotEqualTo(7);
        assertThat(restored.clientId()).isEqualTo(idAfterLoading);
    }
}
