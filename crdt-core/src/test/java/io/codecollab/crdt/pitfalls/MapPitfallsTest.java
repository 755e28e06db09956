package io.codecollab.crdt.pitfalls;

import static io.codecollab.crdt.pitfalls.Scenario.doc;
import static io.codecollab.crdt.pitfalls.Scenario.updatesOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.YArray;
import io.codecollab.crdt.YMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys, parents and what becomes of items that lost theirs. */
class MapPitfallsTest {

    static List<Scenario> winners() {
        return Scenario.allNamed("mapWinner");
    }

    /** The highest client wins in every order of arrival, and the replica that sees a loser arrive says it is deleted. */
    @Pitfall(35)
    @ParameterizedTest
    @MethodSource("winners")
    void losingValueIsDeletedWhereItArrives(Scenario yjs) {
        Doc observer = doc(99);
        List<String> updates = new ArrayList<>();

        for (long client : yjs.recorded().longs("order")) {
            Doc author = doc(client);
            author.getMap("m").set("k", client);
            updates.addAll(updatesOf(observer, () -> observer.applyUpdate(author.encodeStateAsUpdate())));
        }

        assertThat(updates).isEqualTo(yjs.recorded().elements("updates"));
        assertThat(observer.getMap("m").toJson()).isEqualTo(yjs.recorded().parsed("json"));
        yjs.assertState(observer);
    }

    /** A parent that is a letter, its descendants included. */
    @Pitfall(36)
    @Test
    void itemWhoseParentIsNoTypeBecomesGarbage() {
        assertSameAsYjs("parentIsNoType");
    }

    @Pitfall(36)
    @Test
    void itemWhoseParentIsCollectedBecomesGarbage() {
        assertSameAsYjs("parentIsCollected");
        assertSameAsYjs("parentIsGcStruct");
    }

    /** One neighbour lives in a text, the other was collected with its map. */
    @Pitfall(38)
    @Test
    void collectedNeighbourOnEitherSideMakesGarbage() {
        assertSameAsYjs("rightNeighbourIsCollected");
        assertSameAsYjs("leftNeighbourIsCollected");
    }

    private static void assertSameAsYjs(String scenario) {
        Scenario yjs = Scenario.named(scenario);
        Doc doc = doc(99);
        yjs.updates().forEach(doc::applyUpdate);

        assertThat(doc.getText("t").toString()).isEqualTo(yjs.recorded().text("text"));
        assertThat(doc.getArray("a").toJson()).isEqualTo(yjs.recorded().parsed("array"));
        assertThat(doc.hasPending()).isFalse();
        yjs.assertState(doc);
    }

    /** The parent of "nine" is only known from its neighbour, which stands in a section read later. */
    @Pitfall(37)
    @Test
    void parentIsTakenOverFromANeighbourInAnotherSection() {
        Scenario yjs = Scenario.named("inheritedParent");
        Doc doc = doc(99);

        doc.applyUpdate(yjs.recorded().bytes("update"));

        assertThat(doc.getMap("m").toJson()).isEqualTo(yjs.recorded().parsed("json"));
        yjs.assertState(doc);
    }

    /** Whoever overwrote a type takes what was written into it by others, now and later. */
    @Pitfall({36, 37})
    @Test
    void lateEditsOfAnOverwrittenTypeAreGarbageEverywhere() {
        Doc author = doc(1);
        author.getMap("m").set("k", new YArray());
        Doc slow = Scenario.copyOf(author, 2);
        Doc fast = Scenario.copyOf(author, 3);
        fast.getMap("m").set("k", new YMap());
        ((YArray) Objects.requireNonNull(slow.getMap("m").get("k"))).push("late", new YMap(Map.of("deep", 1)));

        author.applyUpdate(fast.encodeStateAsUpdate());
        author.applyUpdate(slow.encodeStateAsUpdate());
        slow.applyUpdate(fast.encodeStateAsUpdate());
        Doc reader = Scenario.copyOf(author, 4);

        assertThat(author.getMap("m").toJson()).isEqualTo(Map.of("k", Map.of()));
        assertThat(slow.encodeStateAsUpdate()).isEqualTo(author.encodeStateAsUpdate());
        assertThat(reader.encodeStateAsUpdate()).isEqualTo(author.encodeStateAsUpdate());
    }
}
