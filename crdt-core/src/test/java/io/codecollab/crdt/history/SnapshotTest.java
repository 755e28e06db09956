package io.codecollab.crdt.history;

import static io.codecollab.crdt.history.Trail.doc;
import static io.codecollab.crdt.history.Trail.docWithoutGc;
import static io.codecollab.crdt.history.Trail.exchange;
import static io.codecollab.crdt.history.Trail.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.codecollab.crdt.DeltaOp;
import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.Id;
import io.codecollab.crdt.Snapshot;
import io.codecollab.crdt.XmlElement;
import io.codecollab.crdt.XmlFragment;
import io.codecollab.crdt.XmlText;
import io.codecollab.crdt.YArray;
import io.codecollab.crdt.YChange;
import io.codecollab.crdt.YMap;
import io.codecollab.crdt.YText;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.Undefined;
import io.codecollab.crdt.oracle.RecordedJson;
import io.codecollab.crdt.update.IdSet;
import io.codecollab.crdt.update.StateVector;
import io.codecollab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a document was: the bytes of snapshots, documents made from them, and differences between two of them. */
@ExtendWith(Trail.Extension.class)
class SnapshotTest {

    private static final RecordedJson GOLDEN_DOCS =
            RecordedJson.resource("/vectors/core-golden.json").object("docs");

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static List<String> hex(List<byte[]> list) {
        return list.stream().map(SnapshotTest::hex).toList();
    }

    static Stream<String> goldenDocs() {
        return GOLDEN_DOCS.fields().keySet().stream().map(String.class::cast);
    }

    @ParameterizedTest
    @MethodSource("goldenDocs")
    void theGoldenBytes(String name) {
        RecordedJson golden = GOLDEN_DOCS.object(name);
        Doc doc = new Doc();
        doc.applyUpdate(golden.bytes("v1"));
        Snapshot snapshot = Snapshot.of(doc);

        assertThat(hex(snapshot.encode())).isEqualTo(golden.text("snapV1"));
        assertThat(hex(snapshot.encodeV2())).isEqualTo(golden.text("snapV2"));
        assertThat(Snapshot.decode(snapshot.encode())).isEqualTo(snapshot).hasSameHashCodeAs(snapshot);
        assertThat(Snapshot.decodeV2(snapshot.encodeV2())).isEqualTo(snapshot);
    }

    @ParameterizedTest
    @MethodSource("goldenDocs")
    void refusesEveryPrefix(String name) {
        byte[] v1 = GOLDEN_DOCS.object(name).bytes("snapV1");
        byte[] v2 = GOLDEN_DOCS.object(name).bytes("snapV2");
        for (int length = 0; length < v1.length; length++) {
            byte[] prefix = Arrays.copyOf(v1, length);
            assertThatThrownBy(() -> Snapshot.decode(prefix))
                    .as("V1 prefix of length %d", length)
                    .isInstanceOf(DecodeException.class);
        }
        for (int length = 0; length < v2.length; length++) {
            byte[] prefix = Arrays.copyOf(v2, length);
            assertThatThrownBy(() -> Snapshot.decodeV2(prefix))
                    .as("V2 prefix of length %d", length)
                    .isInstanceOf(DecodeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffffffff07", // 2^31-1 clients
                "0101ffffffff0700", // as many ranges
                "000101ffffffff0f", // a clock of 2^32-1
                "00ffffffff07", // a state vector of 2^31-1 clients
                "01010101ffffffff0700" // a range that ends beyond 2^31-1
            })
    void refusesBombs(String hex) {
        byte[] bomb = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> Snapshot.decode(bomb)).isInstanceOf(DecodeException.class);
        assertThatThrownBy(() -> Snapshot.decodeV2(bomb)).isInstanceOf(DecodeException.class);
    }

    @Test
    void snapshotsAreRestored(Trail trail) {
        Doc doc = docWithoutGc(1);
        YArray array = doc.getArray("a");
        YText text = doc.getText("t");
        YMap map = doc.getMap("m");
        XmlFragment xml = doc.getXmlFragment("x");
        List<Snapshot> snapshots = new ArrayList<>(List.of(Snapshot.of(doc), Snapshot.EMPTY));
        array.insert(0, "hello");
        keep(snapshots, doc, trail);
        array.insert(1, "world");
        text.insert(0, "world!");
        keep(snapshots, doc, trail);
        text.insert(0, "hello ");
        YMap sub = new YMap(map("key1", "value1"));
        map.set("sub", sub);
        keep(snapshots, doc, trail);
        sub.set("key2", "value2");
        sub.delete("key1");
        array.delete(0, 1);
        keep(snapshots, doc, trail);
        XmlElement element = new XmlElement("p");
        xml.insert(0, element);
        element.setAttribute("a", "b");
        text.format(2, 5, Map.of("bold", Map.of("nested", List.of(Undefined.UNDEFINED, 1))));
        keep(snapshots, doc, trail);
        element.setAttribute("a", "c");
        map.set("sub", 1);
        text.delete(3, 6);
        xml.delete(0, 1);
        keep(snapshots, doc, trail);
        for (Snapshot snapshot : snapshots) {
            Doc restored = snapshot.createDoc(doc);
            trail.sees(Arrays.asList(
                    restored.getArray("a"),
                    restored.getText("t").toDelta(),
                    restored.getMap("m"),
                    restored.getXmlFragment("x").toString()));
            trail.sees(restored);
            Doc target = docWithoutGc(9);
            Snapshot.decodeV2(snapshot.encodeV2()).restoreInto(target, doc);
            trail.sees(target);
        }
        trail.sees(doc);
    }

    private static void keep(List<Snapshot> snapshots, Doc doc, Trail trail) {
        Snapshot snapshot = Snapshot.of(doc);
        snapshots.add(snapshot);
        trail.sees(List.of(hex(snapshot.encode()), hex(snapshot.encodeV2())));
    }

    @Test
    void snapshotsOfTwoAuthorsAreRestored(Trail trail) {
        Doc[] docs = {docWithoutGc(3), docWithoutGc(8)};
        YArray one = docs[0].getArray("a");
        YArray two = docs[1].getArray("a");
        one.insert(0, "user1item1");
        exchange(docs);
        two.insert(1, "user2item1");
        exchange(docs);
        Snapshot first = Snapshot.of(docs[0]);
        one.insert(2, "user1item2");
        exchange(docs);
        two.insert(3, "user2item2");
        exchange(docs);
        Doc restored = first.createDoc(docs[0]);
        trail.sees(restored.getArray("a"));
        trail.sees(restored);
        one.delete(1, 2);
        one.insert(1, "user1item3", "user1item4");
        exchange(docs);
        Snapshot second = Snapshot.of(docs[1]);
        two.delete(0, 2);
        exchange(docs);
        trail.sees(second.createDoc(docs[1]).getArray("a"));
        trail.sees(second.createDoc(docs[1]));
        trail.sees(first.createDoc(docs[1]));
        trail.sees(docs[1]);
    }

    @Test
    void snapshotsContainUpdates(Trail trail) {
        Doc doc = doc(1);
        List<byte[]> updates = new ArrayList<>();
        List<byte[]> updatesV2 = new ArrayList<>();
        doc.onUpdate((update, origin, source, transaction) -> updates.add(update));
        doc.onUpdateV2((update, origin, source, transaction) -> updatesV2.add(update));
        YArray array = doc.getArray("a");
        List<Snapshot> snapshots = new ArrayList<>(List.of(Snapshot.of(doc)));
        for (Runnable step : List.<Runnable>of(
                () -> array.insert(0, 1),
                () -> array.push(2, 3),
                () -> array.delete(1, 1),
                () -> array.insert(1, "x"),
                () -> array.delete(0, 3))) {
            step.run();
            snapshots.add(Snapshot.of(doc));
        }
        updates.add(Updates.mergeUpdates(List.of(updates.get(0), updates.get(3))));
        updates.add(doc.encodeStateAsUpdate());
        updatesV2.add(Updates.mergeUpdatesV2(List.of(updatesV2.get(0), updatesV2.get(3))));
        updatesV2.add(doc.encodeStateAsUpdateV2());
        trail.sees(hex(updates));
        trail.sees(hex(updatesV2));
        trail.sees(snapshots.stream()
                .map(snapshot -> updates.stream().map(snapshot::containsUpdate).toList())
                .toList());
        trail.sees(snapshots.stream()
                .map(snapshot ->
                        updatesV2.stream().map(snapshot::containsUpdateV2).toList())
                .toList());
    }

    @Test
    void deltasBetweenSnapshots(Trail trail) {
        Doc[] docs = {docWithoutGc(1), docWithoutGc(2)};
        YText text = docs[0].getText("t");
        YText other = docs[1].getText("t");
        List<@Nullable Snapshot> snapshots = new ArrayList<>();
        text.applyDelta(List.of(new DeltaOp.Insert("abcd")));
        keep(snapshots, docs);
        text.applyDelta(List.of(new DeltaOp.Retain(1), new DeltaOp.Insert("x"), new DeltaOp.Delete(1)));
        other.insert(4, " and more");
        keep(snapshots, docs);
        text.applyDelta(
                List.of(new DeltaOp.Retain(2), new DeltaOp.Delete(3), new DeltaOp.Insert("x"), new DeltaOp.Delete(1)));
        other.format(1, 6, Map.of("bold", true));
        keep(snapshots, docs);
        text.insertEmbed(3, Map.of("image", "x"));
        other.insertEmbed(1, new YText("inner"), Map.of("italic", true));
        other.delete(4, 2);
        keep(snapshots, docs);
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put("bold", null);
        attributes.put("ychange", map("user", 2, "type", "added"));
        text.format(0, text.length(), attributes);
        keep(snapshots, docs);
        text.delete(0, text.length());
        keep(snapshots, docs);
        snapshots.add(null);
        int none = snapshots.size() - 1;
        for (int i = 0; i <= none; i++) {
            for (int j = 0; j <= none; j++) {
                if (i == none || j == none || j <= i + 1) {
                    Snapshot later = snapshots.get(i);
                    Snapshot earlier = snapshots.get(j);
                    trail.sees(text.toDelta(later, earlier));
                    trail.sees(text.toDelta(later, earlier, SnapshotTest::attribute));
                    trail.sees(text.toDelta(later, earlier, SnapshotTest::word));
                }
            }
        }
        trail.sees(docs[0]); // cut and joined again
    }

    private static void keep(List<@Nullable Snapshot> snapshots, Doc[] docs) {
        exchange(docs);
        snapshots.add(Snapshot.of(docs[0]));
    }

    private static Object attribute(YChange change, Id id) {
        return map("user", id.client(), "type", change.word());
    }

    private static Object word(YChange change, Id id) {
        return change.word() + " by " + id.client();
    }

    @Test
    void listsAndMapsAsTheyWere(Trail trail) {
        Doc mine = docWithoutGc(1);
        Doc theirs = docWithoutGc(2);
        YArray array = mine.getArray("a");
        YMap map = mine.getMap("m");
        XmlElement xml = mine.getXmlElement("x");
        mine.getText("t");
        List<Snapshot> snapshots = new ArrayList<>(List.of(Snapshot.of(mine)));
        array.push(1, 2);
        map.set("k", "first");
        xml.setAttribute("class", "a");
        exchange(mine, theirs);
        snapshots.add(Snapshot.of(mine));
        array.push(3, 4); // joins the item of 1 and 2
        map.set("k", new YMap(map("inner", 1)));
        map.set("l", Arrays.asList(null, true));
        xml.insert(0, new XmlText("t"));
        exchange(mine, theirs);
        snapshots.add(Snapshot.of(mine));
        theirs.getArray("a").delete(1, 2);
        theirs.getMap("m").set("k", "second");
        theirs.getMap("m").delete("l");
        theirs.getXmlElement("x").removeAttribute("class");
        exchange(mine, theirs);
        snapshots.add(Snapshot.of(mine));
        array.insert(1, "x", new YMap());
        map.set("l", "third");
        map.set("10", "ten");
        map.set("2", "two"); // properties of an object are listed numbers first
        exchange(mine, theirs);
        snapshots.add(Snapshot.of(mine));
        for (Snapshot snapshot : snapshots) {
            trail.sees(array.toList(snapshot));
            trail.sees(map.entries(snapshot));
            trail.sees(Arrays.asList(map.get("k", snapshot), map.get("l", snapshot), map.get("none", snapshot)));
            trail.sees(xml.getAttributes(snapshot));
            assertThat(xml.getAttribute("class", snapshot))
                    .isEqualTo(xml.getAttributes(snapshot).get("class"));
            trail.sees(xml.toList(snapshot).size());
        }
        trail.sees(mine);
    }

    @Test
    void aUnitIsVisibleFromItsInsertionToItsDeletion() {
        Doc doc = docWithoutGc(1);
        YText text = doc.getText("t");
        Snapshot before = Snapshot.of(doc);
        text.insert(0, "abc");
        Snapshot there = Snapshot.of(doc);
        text.delete(1, 1);
        Snapshot after = Snapshot.of(doc);
        Id unit = new Id(1, 1);

        assertThat(before.isVisible(unit)).isFalse();
        assertThat(there.isVisible(unit)).isTrue();
        assertThat(after.isVisible(unit)).isFalse();
        assertThat(after.isVisible(new Id(1, 2))).isTrue();
        assertThat(after.isVisible(new Id(2, 0))).isFalse();
    }

    @Test
    void aDocumentThatCollectsGarbageCannotBeRestored() {
        Doc doc = doc(1);
        Snapshot snapshot = Snapshot.of(doc);

        assertThatThrownBy(() -> snapshot.createDoc(doc)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSnapshotOfAnotherDocumentCannotBeRestored() {
        Doc doc = docWithoutGc(1);
        doc.getText("t").insert(0, "abc");
        Snapshot tooMuch = new Snapshot(IdSet.EMPTY, StateVector.of(new long[] {1}, new int[] {4}));
        Snapshot somebodyElse = new Snapshot(IdSet.EMPTY, StateVector.of(new long[] {2}, new int[] {1}));

        assertThatThrownBy(() -> tooMuch.createDoc(doc)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> somebodyElse.createDoc(doc)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSnapshotFromElsewhereCanBeLookedThrough() {
        Doc doc = docWithoutGc(1);
        YText text = doc.getText("t");
        text.insert(0, "abcdef");
        Snapshot foreign = new Snapshot(
                new IdSet.Builder().add(1, 4, 99).add(7, 0, 2).build(),
                StateVector.of(new long[] {1, 8}, new int[] {100, 3}));

        assertThat(text.toDelta(foreign, null)).containsExactly(new DeltaOp.Insert("abcd"));
        assertThat(doc.structCount()).isEqualTo(1);
    }

    @Test
    void lookingAtASnapshotChangesNothing() {
        Doc doc = docWithoutGc(1);
        YText text = doc.getText("t");
        text.insert(0, "abc");
        Snapshot snapshot = Snapshot.of(doc);
        text.insert(3, "def");
        text.insert(6, "ghi");
        List<@Nullable Object> origins = new ArrayList<>();
        doc.onUpdate((update, origin, source, transaction) -> origins.add("update"));
        doc.onAfterTransaction(transaction -> origins.add(transaction.origin()));

        assertThat(text.toDelta(snapshot, null)).containsExactly(new DeltaOp.Insert("abc"));
        assertThat(text.toDelta(null, snapshot))
                .containsExactly(
                        new DeltaOp.Insert("abc"),
                        new DeltaOp.Insert("defghi", Map.of("ychange", Map.of("type", "added"))));
        assertThat(text.toDelta(null, null)).isEqualTo(text.toDelta());
        assertThat(snapshot.createDoc(doc).getText("t").toString()).isEqualTo("abc");
        assertThat(origins).containsExactly("cleanup", "cleanup", null);
        assertThat(doc.structCount()).isEqualTo(1);
    }

    @Test
    void aPreliminaryTextHasNoPast() {
        YText text = new YText("abc");

        assertThatThrownBy(() -> text.toDelta(Snapshot.EMPTY, null)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theContentOfARestoredDocumentIsItsOwn() {
        Doc doc = docWithoutGc(1);
        doc.getMap("m").set("k", new byte[] {1, 2});
        doc.getArray("a")
                .push(Collections.singletonList(new Doc(DocOptions.defaults().withGuid("sub"))));
        Doc restored = Snapshot.of(doc).createDoc(doc);
        doc.getMap("m").set("k", "changed");
        doc.getArray("a").delete(0, 1);

        assertThat((byte[]) restored.getMap("m").get("k")).containsExactly(1, 2);
        assertThat(((Doc) Objects.requireNonNull(restored.getArray("a").get(0))).guid())
                .isEqualTo("sub");
    }
}
