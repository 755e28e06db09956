package io.codecollab.crdt.pitfalls;

import static io.codecollab.crdt.pitfalls.Scenario.bytes;
import static io.codecollab.crdt.pitfalls.Scenario.doc;
import static io.codecollab.crdt.pitfalls.Scenario.hex;
import static io.codecollab.crdt.pitfalls.Scenario.updatesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.Replica;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.oracle.RecordedJson;
import io.codecollab.crdt.update.StateVector;
import io.codecollab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates that arrive before what they build upon, late, twice, in part, or never. */
class PendingPitfallsTest {

    /** What follows a hole is neither shown nor claimed to be known, and not lost either. */
    @Pitfall(39)
    @Test
    void whatFollowsAHoleIsParked() {
        RecordedJson yjs = Scenario.named("hole").recorded();
        Doc doc = doc(99);

        List<String> first = updatesOf(doc, () -> doc.applyUpdate(yjs.bytes("merged")));
        assertThat(first).isEqualTo(yjs.elements("first"));
        assertThat(doc.getText("t").toString()).isEqualTo(yjs.object("holed").text("text"));
        assertThat(doc.hasPending()).isTrue();
        assertThat(doc.pendingInfo().missing()).isEqualTo(StateVector.of(Map.of(5L, 1)));
        new Scenario(yjs.object("holed")).assertState(doc);

        List<String> second = updatesOf(doc, () -> doc.applyUpdate(yjs.bytes("missing")));
        assertThat(second).isEqualTo(yjs.elements("second"));
        assertThat(doc.getText("t").toString()).isEqualTo(yjs.object("whole").text("text"));
        assertThat(doc.hasPending()).isFalse();
        new Scenario(yjs.object("whole")).assertState(doc);
    }

    /** Four links in reverse: no event for what is parked, one event for everything once the first link is there. */
    @Pitfall({33, 41})
    @Test
    void chainInReverseIsReadInOneGo() {
        Doc doc = doc(99);
        for (RecordedJson step : Scenario.named("chain").recorded().objects("steps")) {
            List<String> emitted = updatesOf(doc, () -> doc.applyUpdate(step.bytes("update")));

            assertThat(emitted).isEqualTo(step.elements("emitted"));
            new Scenario(step).assertState(doc);
        }
        assertThat(doc.getText("t").toString()).isEqualTo("1234");
    }

    /** Deliveries are dropped, repeated and shuffled, and the replica is stored and loaded after every one of them. */
    @Pitfall(40)
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void parkedDataSurvivesBeingStored(long seed) {
        Random random = new Random(seed);
        List<byte[]> updates = randomHistory(random, 60);
        Doc straight = doc(98);
        updates.forEach(straight::applyUpdate);

        List<byte[]> deliveries = new ArrayList<>(updates);
        deliveries.addAll(updates.subList(0, updates.size() / 3));
        Collections.shuffle(deliveries, random);
        byte[] stored = {0, 0};
        for (byte[] delivery : deliveries) {
            Doc loaded = doc(99);
            if (random.nextBoolean()) {
                loaded.applyUpdate(stored);
                loaded.applyUpdate(delivery);
                stored = loaded.encodeStateAsUpdate();
            } else {
                loaded.applyUpdate(delivery);
                loaded.applyUpdate(stored);
                stored = loaded.encodeStateAsUpdate(StateVector.EMPTY.encode());
            }
        }

        Doc last = doc(99);
        last.applyUpdate(stored);
        assertThat(last.hasPending()).as("seed %d", seed).isFalse();
        assertThat(last.getText("t").toString())
                .as("seed %d", seed)
                .isEqualTo(straight.getText("t").toString());
        assertThat(hex(last.encodeStateAsUpdate())).as("seed %d", seed).isEqualTo(hex(straight.encodeStateAsUpdate()));
    }

    /** A relay that forwards what {@code applyUpdate} returns, and not only update events, forwards parked data too. */
    @Pitfall(40)
    @Test
    void replicaHandsOnWhatItParks() {
        List<byte[]> updates = randomHistory(new Random(7), 40);
        Collections.reverse(updates);
        Replica relay = new DocReplica();
        Doc receiver = doc(99);

        for (byte[] update : updates) {
            receiver.applyUpdate(relay.applyUpdate(update).update());
            assertThat(hex(receiver.encodeStateAsUpdate())).isEqualTo(hex(relay.encodeStateAsUpdate()));
        }

        assertThat(relay.pendingBytes()).isZero();
        assertThat(receiver.hasPending()).isFalse();
    }

    /** A client that sends its state with every reconnect does not make a journal grow. */
    @Pitfall(40)
    @Test
    void replicaHandsOnOnceWhatItParks() {
        Doc author = doc(5);
        author.getText("t").insert(0, "a");
        byte[] first = author.encodeStateVector();
        author.getText("t").insert(1, "bc");
        author.getText("t").delete(2, 1);
        byte[] ahead = author.encodeStateAsUpdate(first);
        byte[] second = author.encodeStateVector();
        author.getText("t").insert(2, "d");
        byte[] further = author.encodeStateAsUpdate(second);
        Replica relay = new DocReplica();

        assertThat(relay.applyUpdate(ahead)).isEqualTo(new Replica.Applied(ahead, false, true));
        byte[] state = relay.encodeStateAsUpdate();
        for (int repeats = 0; repeats < 2; repeats++) {
            Replica.Applied again = relay.applyUpdate(ahead);
            assertThat(hex(again.update())).isEqualTo("0000");
            assertThat(again.changed() || again.parked()).isFalse();
            assertThat(relay.encodeStateAsUpdate()).isSameAs(state);
        }

        byte[] both = Updates.mergeUpdates(List.of(ahead, further));
        assertThat(relay.applyUpdate(both)).isEqualTo(new Replica.Applied(both, false, true));
        assertThat(hex(relay.applyUpdate(further).update())).isEqualTo("0000");
    }

    static List<Scenario> overlaps() {
        return Scenario.allNamed("overlap");
    }

    /** The known beginning of a struct is cut off and the rest hangs on the last known unit. */
    @Pitfall(42)
    @ParameterizedTest
    @MethodSource("overlaps")
    void knownPartOfAStructIsCutOff(Scenario yjs) {
        RecordedJson recorded = yjs.recorded();
        Doc doc = doc(99);
        doc.applyUpdate(recorded.bytes("prefix"));
        doc.getText("t").insert((int) recorded.number("known"), "Z");

        List<String> emitted = updatesOf(doc, () -> doc.applyUpdate(recorded.bytes("whole")));

        assertThat(emitted).isEqualTo(recorded.elements("emitted"));
        assertThat(doc.getText("t").toString()).isEqualTo(recorded.text("text"));
        yjs.assertState(doc);
    }

    /** The known part was collected meanwhile, so the rest has no origin that stands anywhere. */
    @Pitfall(42)
    @Test
    void knownPartMayHaveBeenCollected() {
        Scenario yjs = Scenario.named("overlapCollected");
        Doc doc = doc(99);
        doc.applyUpdate(yjs.recorded().bytes("older"));
        doc.getArray("a").delete(0, 1);

        List<String> emitted =
                updatesOf(doc, () -> doc.applyUpdate(yjs.recorded().bytes("whole")));

        assertThat(emitted).isEqualTo(yjs.recorded().elements("emitted"));
        yjs.assertState(doc);
    }

    @Pitfall(43)
    @Test
    void repeatedUpdatesTellNobodyAnything() {
        List<byte[]> updates = randomHistory(new Random(3), 40);
        Doc doc = doc(99);
        updates.forEach(doc::applyUpdate);
        String state = hex(doc.encodeStateAsUpdate());
        List<String> heard = new ArrayList<>();
        doc.getText("t").observe(event -> heard.add("observe"));
        doc.getText("t").observeDeep(events -> heard.add("observeDeep"));

        heard.addAll(updatesOf(doc, () -> updates.forEach(doc::applyUpdate)));
        heard.addAll(updatesOf(doc, () -> doc.applyUpdate(doc.encodeStateAsUpdate())));

        assertThat(heard).isEmpty();
        assertThat(hex(doc.encodeStateAsUpdate())).isEqualTo(state);
    }

    /** Yjs throws from deep inside and keeps half of the update. */
    @Pitfall(45)
    @ParameterizedTest
    @ValueSource(
            strings = {
                "01 01 01 00 84 01 00 01 61 00", // its own origin
                "01 01 01 00 84 01 05 01 61 00", // an origin of its own that comes later
                "01 01 01 00 44 01 05 01 61 00", // such a right origin
                "01 02 01 00 04 01 01 74 01 61 84 01 07 01 62 00", // after something good
            })
    void dependencyOnTheOwnFutureIsRefused(String update) {
        Doc doc = doc(99);
        doc.getText("t").insert(0, "x");
        String state = hex(doc.encodeStateAsUpdate());

        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> doc.applyUpdate(bytes(update)));

        assertThat(hex(doc.encodeStateAsUpdate())).isEqualTo(state);
    }

    /** Two items that wait for each other wait for ever, and nothing else does. */
    @Pitfall(45)
    @Test
    @Timeout(10)
    void clientsThatWaitForEachOtherAreParked() {
        Doc doc = doc(99);
        doc.applyUpdate(bytes("02 01 02 00 84 01 00 01 62  01 01 00 84 02 00 01 61 00"));
        doc.applyUpdate(bytes("01 01 03 00 04 01 01 74 01 63 00"));

        assertThat(doc.getText("t").toString()).isEqualTo("c");
        assertThat(doc.stateVector()).isEqualTo(StateVector.of(Map.of(3L, 1)));
        assertThat(doc.hasPending()).isTrue();
        Doc copy = Scenario.copyOf(doc, 98);
        assertThat(hex(copy.encodeStateAsUpdate())).isEqualTo(hex(doc.encodeStateAsUpdate()));
    }

    /** 100,000 updates that can never be read: each costs the same, and they can be thrown away. */
    @Pitfall(62)
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void updatesFromUnknownClientsCostLinearTimeAndCanBePruned() {
        Doc doc = doc(99);
        for (int client = 1000; client < 101_000; client++) {
            doc.applyUpdate(orphan(client));
        }
        doc.getText("t").insert(0, "alive");

        assertThat(doc.hasPending()).isTrue();
        assertThat(doc.pendingInfo().structs()).isEqualTo(100_000);

        doc.prunePending();

        assertThat(doc.hasPending()).isFalse();
        assertThat(doc.getText("t").toString()).isEqualTo("alive");
        assertThat(doc.encodeStateAsUpdate()).hasSizeLessThan(30);
    }

    /** A letter whose origin nobody ever wrote. */
    private static byte[] orphan(int client) {
        ByteWriter writer = new ByteWriter();
        writer.writeVarUint(1);
        writer.writeVarUint(1);
        writer.writeVarUint(client);
        writer.writeVarUint(0);
        writer.writeUint8(0x84);
        writer.writeVarUint(client + 1_000_000);
        writer.writeVarUint(7);
        writer.writeVarString("x");
        writer.writeVarUint(0);
        return writer.toByteArray();
    }

    /** Three authors typing and deleting in a text, hearing of each other now and then. */
    private static List<byte[]> randomHistory(Random random, int edits) {
        List<byte[]> updates = new ArrayList<>();
        List<Doc> authors = new ArrayList<>();
        for (long client = 1; client <= 3; client++) {
            Doc author = doc(client);
            author.onUpdate((update, origin, source, transaction) -> {
                if (transaction.local()) {
                    updates.add(update);
                }
            });
            authors.add(author);
        }
        for (int edit = 0; edit < edits; edit++) {
            Doc author = authors.get(random.nextInt(3));
            int length = author.getText("t").length();
            if (length > 3 && random.nextInt(3) == 0) {
                author.getText("t").delete(random.nextInt(length - 2), 2);
            } else {
                author.getText("t").insert(random.nextInt(length + 1), "<" + edit + ">");
            }
            author.applyUpdate(updates.get(random.nextInt(updates.size())));
        }
        return updates;
    }
}
