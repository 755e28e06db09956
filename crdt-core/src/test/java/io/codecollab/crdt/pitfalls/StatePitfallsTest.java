package io.codecollab.crdt.pitfalls;

import static io.codecollab.crdt.pitfalls.Scenario.doc;
import static io.codecollab.crdt.pitfalls.Scenario.updatesOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.YMap;
import io.codecollab.crdt.YText;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is merged and collected after a transaction, and what is told of it. */
class StatePitfallsTest {

    /** What was split to find a neighbour is joined again when nothing came of it. */
    @Pitfall(49)
    @Test
    void structsAreSplitAndMergedAsInYjs() {
        Scenario yjs = Scenario.named("mergeAgain");
        Doc doc = doc(1);
        YText text = doc.getText("t");
        text.insert(0, "abcdef");

        doc.applyUpdate(yjs.recorded().bytes("update"));
        assertThat(doc.structCount())
                .isEqualTo((int) yjs.part("split").recorded().number("structs") + 1);
        yjs.part("split").assertState(doc);

        doc.applyUpdate(yjs.recorded().bytes("deletion"));
        text.delete(2, 3);
        assertThat(doc.structCount()).isEqualTo((int) yjs.recorded().number("structs") + 1);
        yjs.assertState(doc);
    }

    @Pitfall(49)
    @Test
    void splitThatWasOnlyALookIsUndone() {
        Doc doc = doc(1);
        doc.getText("t").insert(0, "abcdef");

        doc.getText("t").delete(3, 0);
        doc.getText("t").insert(3, "");
        doc.transact(transaction -> {
            doc.getText("t").insert(3, "x");
            doc.getText("t").delete(3, 1);
        });
        doc.getText("t").format(2, 2, Map.of());

        assertThat(doc.structCount()).as("abc, def and the tombstone").isEqualTo(3);
    }

    /** Tombstones of values join only where they continue each other; collected structs always do. */
    @Pitfall(50)
    @Test
    void tombstonesJoinAlongOriginsAndGarbageAlways() {
        Scenario yjs = Scenario.named("collected");
        Doc doc = doc(1);
        doc.getArray("a").insert(0, new YMap());
        YMap map = (YMap) Objects.requireNonNull(doc.getArray("a").get(0));
        map.set("a", 1);
        map.set("b", 2);
        doc.getArray("a").insert(1, "x", "y");
        doc.getArray("a").insert(1, "between");

        doc.getArray("a").delete(0, 4);

        assertThat(doc.structCount()).isEqualTo((int) yjs.recorded().number("structs"));
        yjs.assertState(doc);
    }

    /** Of what was inserted and deleted in one transaction only the tombstones are told. */
    @Pitfall(54)
    @Test
    void updateTellsWhatIsLeftOfTheTransaction() {
        Scenario yjs = Scenario.named("updateEvents");
        Doc doc = doc(1);
        YText text = doc.getText("t");

        assertThat(updatesOf(
                        doc,
                        () -> doc.transact(transaction -> {
                            text.insert(0, "abc");
                            text.delete(1, 1);
                        })))
                .isEqualTo(yjs.recorded().elements("insertedAndDeleted"));
        assertThat(updatesOf(doc, () -> text.insert(2, "d")))
                .isEqualTo(yjs.recorded().elements("continued"));
        assertThat(updatesOf(
                        doc,
                        () -> doc.transact(transaction -> {
                            doc.getArray("a").insert(0, new YMap());
                            doc.getArray("a").delete(0, 1);
                        })))
                .isEqualTo(yjs.recorded().elements("nothingLeft"));
        assertThat(updatesOf(
                        doc,
                        () -> doc.transact(transaction -> {
                            doc.getMap("m").set("k", 1);
                            doc.getMap("m").set("k", 2);
                        })))
                .isEqualTo(yjs.recorded().elements("overwritten"));
        yjs.assertState(doc);
    }
}
