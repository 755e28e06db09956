package io.codecollab.crdt.pitfalls;

import static io.codecollab.crdt.pitfalls.Scenario.doc;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.YText;
import io.codecollab.crdt.lib0.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Work that grows with the wrong thing. The bounds are far above what a slow machine needs and far below what the mistake
 * costs: with it each of these tests takes minutes.
 */
class ScalePitfallsTest {

    /** 10,000 clients insert at the same place: 50 million steps of conflict resolution, if each is cheap. */
    @Pitfall(63)
    @Test
    @Timeout(20)
    void tenThousandConcurrentInsertsAtOnePlace() {
        Doc ascending = doc(1);
        Doc descending = doc(2);

        for (int client = 1000; client < 11_000; client++) {
            ascending.applyUpdate(letter(client, 'a' + client % 26));
        }
        for (int client = 10_999; client >= 1000; client--) {
            descending.applyUpdate(letter(client, 'a' + client % 26));
        }

        assertThat(ascending.getText("t").length()).isEqualTo(10_000);
        assertThat(descending.getText("t").toString())
                .isEqualTo(ascending.getText("t").toString());
    }

    /** Yjs copies the state vector of every client for every transaction: 7 ms each in a document that 10,000 wrote. */
    @Pitfall(65)
    @Test
    @Timeout(20)
    void smallUpdatesDoNotPayForClientsTheyDoNotTouch() {
        Doc doc = doc(1);
        for (int client = 1000; client < 11_000; client++) {
            doc.applyUpdate(letter(client, 'x'));
        }
        List<Integer> sizes = new ArrayList<>();
        doc.onUpdate((update, origin, source, transaction) -> sizes.add(update.length));

        Doc typist = doc(5);
        List<byte[]> typed = new ArrayList<>();
        typist.onUpdate((update, origin, source, transaction) -> typed.add(update));
        for (int i = 0; i < 20_000; i++) {
            typist.getText("t").insert(i, "y");
        }
        typed.forEach(doc::applyUpdate);

        assertThat(sizes).hasSize(20_000).allMatch(size -> size < 30);
        assertThat(doc.stateVector().get(5)).isEqualTo(20_000);
    }

    /** Splits in the middle of a client's structs, where a flat array would be moved each time. */
    @Pitfall(66)
    @Test
    @Timeout(30)
    void structsMayBeSplitAnywhereInALongHistory() {
        Random random = new Random(66);
        Doc doc = doc(1);
        YText text = doc.getText("t");
        text.insert(0, "x".repeat(200_000));

        for (int i = 0; i < 100_000; i++) {
            text.insert(random.nextInt(text.length()), "y");
        }
        Doc copy = Scenario.copyOf(doc, 2);

        assertThat(copy.getText("t").length()).isEqualTo(300_000);
        assertThat(copy.structCount()).isEqualTo(doc.structCount()).isGreaterThan(150_000);
    }

    /** Yjs looks for the name of a root type in the list of all of them, for each child it writes. */
    @Pitfall(67)
    @Test
    @Timeout(20)
    void tenThousandRootTypesAreWrittenInOneGo() {
        Doc doc = doc(1);
        doc.transact(transaction -> {
            for (int root = 0; root < 10_000; root++) {
                for (int key = 0; key < 10; key++) {
                    doc.getMap("root " + root).set("key " + key, key);
                }
            }
        });

        Doc copy = doc(2);
        for (int i = 0; i < 10; i++) {
            copy = Scenario.copyOf(doc, 2);
        }

        assertThat(copy.rootNames()).hasSize(10_000);
        assertThat(copy.encodeStateAsUpdate()).isEqualTo(doc.encodeStateAsUpdate());
    }

    /** One letter at the beginning of an empty text. */
    private static byte[] letter(int client, int letter) {
        ByteWriter writer = new ByteWriter();
        writer.writeVarUint(1);
        writer.writeVarUint(1);
        writer.writeVarUint(client);
        writer.writeVarUint(0);
        writer.writeUint8(4);
        writer.writeVarUint(1);
        writer.writeVarString("t");
        writer.writeVarString(Character.toString(letter));
        writer.writeVarUint(0);
        return writer.toByteArray();
    }
}
