package io.codecollab.crdt.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.update.StateVector;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every replica of a Yjs document does, told by examples: one suite for the engine and for the oracle. */
abstract class CrdtContract {

    private static final String TEXT = "t";
    private static final String ARRAY = "a";
    private static final String MAP = "m";

    /** A new, empty replica whose edits carry this client id. */
    abstract CrdtUnderTest replica(long clientId);

    // ---- siblings

    @Test
    void concurrentInsertsAtOneGapStandInClientOrder() {
        byte[] base = replica(9).insertText(TEXT, 0, "[]");
        List<byte[]> inserts = List.of(
                replica(1, base).insertText(TEXT, 1, "one"),
                replica(2, base).insertText(TEXT, 1, "two"),
                replica(3, base).insertText(TEXT, 1, "three"));

        for (List<byte[]> order : Permutations.of(inserts)) {
            assertThat(textAfter(base, order)).isEqualTo("[onetwothree]");
        }
    }

    @Test
    void runsTypedConcurrentlyAreNotInterleaved() {
        byte[] base = replica(9).insertText(TEXT, 0, "[]");
        List<byte[]> abc = typed(replica(1, base), 1, "abc");
        List<byte[]> xyz = typed(replica(2, base), 1, "xyz");

        Permutations.forEachInterleaving(new int[] {3, 3}, order -> {
            assertThat(textAfter(base, interleaved(order, abc, xyz))).isEqualTo("[abcxyz]");
        });
    }

    @Test
    void runsTypedBackwardsMayInterleaveButDoNotDependOnDelivery() {
        byte[] base = replica(9).insertText(TEXT, 0, "[]");
        List<byte[]> cba = typedBackwards(replica(1, base), 1, "abc");
        List<byte[]> zyx = typedBackwards(replica(2, base), 1, "xyz");
        String expected = textAfter(base, interleaved(new int[] {0, 0, 0, 1, 1, 1}, cba, zyx));

        Permutations.forEachInterleaving(new int[] {3, 3}, order -> {
            assertThat(textAfter(base, interleaved(order, cba, zyx))).isEqualTo(expected);
        });
    }

    /**
     * Pitfalls 32 and 34: x, of a client above or below that of "abc", with its anchors given by hand; the texts are those of
     * npm yjs.
     */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, axbc", //
        "0, 1, 7, axbc",
        "0, 2, 0, axbc",
        "0, 2, 7, abxc",
        "1, 2, 0, abxc",
        "1, 2, 7, abxc",
    })
    void anchorsDecideWhereAnItemStands(int origin, int rightOrigin, int client, String expected) {
        CrdtUnderTest replica = replica(99);
        replica.apply(bytes("01 01 01 00 04 01 01 74 03 616263 00"));

        replica.apply(bytes("01 01 0%d 00 c4 01 0%d 01 0%d 01 78 00".formatted(client, origin, rightOrigin)));

        assertThat(replica.text(TEXT)).isEqualTo(expected);
    }

    /** Pitfall 32: what is inserted beside tombstones has them as neighbours. */
    @Test
    void insertsBesideTombstonesConverge() {
        CrdtUnderTest author = replica(1);
        List<byte[]> history =
                new ArrayList<>(List.of(author.insertText(TEXT, 0, "abcdef"), author.deleteText(TEXT, 2, 2)));
        CrdtUnderTest before = replica(2, history.get(0));
        CrdtUnderTest after = replica(3, history.get(0), history.get(1));
        history.add(before.insertText(TEXT, 3, "X"));
        history.add(after.insertText(TEXT, 2, "Y"));
        history.add(author.insertText(TEXT, 2, "Z"));

        for (List<byte[]> order : Permutations.of(history)) {
            assertThat(textAfter(new byte[] {0, 0}, order)).isEqualTo("abXZYef");
        }
    }

    /** The anchoring rules of C.2: beginning, behind a value, physical end. */
    @Test
    void arrayInsertsChooseTheirGapAmongTombstones() {
        CrdtUnderTest author = replica(1);
        byte[] base = author.insertValues(ARRAY, 0, List.of(1L, 2L, 3L, 4L));
        byte[] deletions = author.deleteValues(ARRAY, 0, 4);
        CrdtUnderTest left = replica(2, base, deletions);
        CrdtUnderTest right = replica(3, base, deletions);
        CrdtUnderTest late = replica(4, base);
        List<byte[]> inserts = List.of(
                left.insertValues(ARRAY, 0, List.of("first")),
                right.pushValues(ARRAY, List.of("last")),
                late.insertValues(ARRAY, 2, List.of("middle")));

        for (List<byte[]> order : Permutations.of(inserts)) {
            CrdtUnderTest replica = replica(99, base, deletions);
            order.forEach(replica::apply);
            assertThat(replica.values(ARRAY)).isEqualTo(List.of("first", "middle", "last"));
        }
    }

    // ---- maps

    /** Pitfall 35: the highest client wins, in whatever order its value arrives. */
    @Test
    void concurrentValuesOfAKeyAreWonByTheHighestClient() {
        List<byte[]> sets = List.of(
                replica(1).setKey(MAP, "k", "one"),
                replica(5).setKey(MAP, "k", "five"),
                replica(3).setKey(MAP, "k", "three"));

        for (List<byte[]> order : Permutations.of(sets)) {
            CrdtUnderTest replica = replica(99);
            order.forEach(replica::apply);
            assertThat(replica.entries(MAP)).isEqualTo(Map.of("k", "five"));
        }
    }

    @Test
    void laterValueOfAKeyWinsWhateverItsClient() {
        CrdtUnderTest high = replica(5);
        byte[] first = high.setKey(MAP, "k", "five");
        byte[] second = replica(1, first).setKey(MAP, "k", "one");

        for (List<byte[]> order : Permutations.of(List.of(first, second))) {
            CrdtUnderTest replica = replica(99);
            order.forEach(replica::apply);
            assertThat(replica.entries(MAP)).isEqualTo(Map.of("k", "one"));
        }
    }

    @Test
    void deletionOfAKeySparesAConcurrentValue() {
        byte[] base = replica(1).setKey(MAP, "k", "old");
        List<byte[]> edits =
                List.of(replica(2, base).deleteKey(MAP, "k"), replica(3, base).setKey(MAP, "k", "new"));

        for (List<byte[]> order : Permutations.of(edits)) {
            CrdtUnderTest replica = replica(99, base);
            order.forEach(replica::apply);
            assertThat(replica.entries(MAP)).isEqualTo(Map.of("k", "new"));
        }
    }

    @Test
    void editsInsideAnOverwrittenMapVanishWithIt() {
        CrdtUnderTest author = replica(1);
        byte[] base = author.setNewMap(MAP, "k");
        List<byte[]> edits = List.of(
                author.setNestedKey(MAP, "k", "inner", 1L),
                replica(2, base).setNestedKey(MAP, "k", "inner", 2L),
                replica(3, base).setKey(MAP, "k", "plain"));

        for (List<byte[]> order : Permutations.of(edits)) {
            CrdtUnderTest replica = replica(99, base);
            order.forEach(replica::apply);
            assertThat(replica.entries(MAP)).isEqualTo(Map.of("k", "plain"));
            assertThat(replica.stateVector()).isEqualTo(StateVector.of(Map.of(1L, 2, 2L, 1, 3L, 1)));
        }
    }

    @Test
    void nestedMapsMergeKeyByKey() {
        CrdtUnderTest author = replica(1);
        byte[] base = author.setNewMap(MAP, "k");
        List<byte[]> edits = List.of(
                author.setNestedKey(MAP, "k", "a", 1L),
                replica(2, base).setNestedKey(MAP, "k", "b", 2L),
                replica(3, base).setNestedKey(MAP, "k", "a", 3L));

        for (List<byte[]> order : Permutations.of(edits)) {
            CrdtUnderTest replica = replica(99, base);
            order.forEach(replica::apply);
            assertThat(replica.entries(MAP)).isEqualTo(Map.of("k", Map.of("a", 3L, "b", 2L)));
        }
    }

    // ---- out of order, twice, in part

    /** Pitfall 33: an item whose right neighbour is missing waits for it. */
    @Test
    void itemsWaitForTheirRightOrigin() {
        CrdtUnderTest a = replica(1);
        CrdtUnderTest b = replica(2);
        byte[] start = a.insertText(TEXT, 0, "A");
        byte[] right = replica(2, start).insertText(TEXT, 1, "B");
        b.apply(start);
        b.apply(right);
        byte[] between = replica(3, start, right).insertText(TEXT, 1, "C");
        byte[] rival = replica(4, start).insertText(TEXT, 1, "D");

        for (List<byte[]> order : Permutations.of(List.of(start, right, between, rival))) {
            CrdtUnderTest replica = replica(99);
            order.forEach(replica::apply);
            assertThat(replica.text(TEXT)).isEqualTo("ACBD");
            assertThat(replica.hasPending()).isFalse();
        }
        CrdtUnderTest waiting = replica(99, start, between);
        assertThat(waiting.text(TEXT)).isEqualTo("A");
        assertThat(waiting.hasPending()).isTrue();
    }

    /** Pitfall 41: each link of the chain lets the next one in. */
    @Test
    void chainDeliveredInReverseIsReadWhenItsFirstLinkArrives() {
        List<byte[]> chain = new ArrayList<>();
        for (int client = 1; client <= 5; client++) {
            CrdtUnderTest author = replica(client);
            chain.forEach(author::apply);
            chain.add(author.insertText(TEXT, client - 1, Integer.toString(client)));
        }

        CrdtUnderTest replica = replica(99);
        for (int link = 4; link > 0; link--) {
            replica.apply(chain.get(link));
            assertThat(replica.text(TEXT)).isEmpty();
            assertThat(replica.stateVector()).isEqualTo(StateVector.EMPTY);
        }
        replica.apply(chain.get(0));

        assertThat(replica.text(TEXT)).isEqualTo("12345");
        assertThat(replica.hasPending()).isFalse();
    }

    @Test
    void deletionsWaitForWhatTheyDelete() {
        CrdtUnderTest author = replica(1);
        List<byte[]> history = List.of(
                author.insertText(TEXT, 0, "abc"),
                author.deleteText(TEXT, 1, 1),
                author.insertText(TEXT, 2, "d"),
                author.deleteText(TEXT, 0, 1));

        for (List<byte[]> order : Permutations.of(history)) {
            CrdtUnderTest replica = replica(99);
            order.forEach(replica::apply);
            assertThat(replica.text(TEXT)).isEqualTo("cd");
            assertThat(replica.hasPending()).isFalse();
        }
    }

    /** Pitfall 43. */
    @Test
    void repeatedUpdatesChangeNothing() {
        CrdtUnderTest author = replica(1);
        List<byte[]> history = List.of(
                author.insertText(TEXT, 0, "abc"), author.insertText(TEXT, 1, "X"), author.deleteText(TEXT, 0, 2));

        for (List<byte[]> order : Permutations.of(List.of(0, 1, 2, 0, 1, 2)).stream()
                .map(indexes -> indexes.stream().map(history::get).toList())
                .toList()) {
            assertThat(textAfter(new byte[] {0, 0}, order)).isEqualTo("bc");
        }
    }

    /** Pitfall 42: what is known of a struct is cut off. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void updatesThatOverlapAreReadFromWhereTheyAreNew(int known) {
        byte[] prefix = replica(1).insertText(TEXT, 0, "abcdef".substring(0, known));
        byte[] whole = replica(1).insertText(TEXT, 0, "abcdef");
        CrdtUnderTest replica = replica(99, prefix);

        replica.apply(whole);

        assertThat(replica.text(TEXT)).isEqualTo("abcdef");
        assertThat(replica.stateVector().get(1)).isEqualTo(6);
    }

    /** Pitfall 36: a parent that is no type makes the item vanish, not the update. */
    @Test
    void itemWhoseParentIsNoTypeVanishesButCounts() {
        CrdtUnderTest replica = replica(99);
        replica.apply(bytes("01 01 01 00 04 01 01 74 01 61 00"));

        replica.apply(bytes("01 01 02 00 28 00 01 00 01 6b 01 7d 05 00")); // a map entry inside the letter "a"
        replica.apply(bytes("01 01 03 00 a8 02 00 01 7d 06 00")); // its successor

        assertThat(replica.text(TEXT)).isEqualTo("a");
        assertThat(replica.stateVector()).isEqualTo(StateVector.of(Map.of(1L, 1, 2L, 1, 3L, 1)));
        assertThat(replica.hasPending()).isFalse();
    }

    /** Pitfall 37. */
    @Test
    void wholeStateIsReadByAnEmptyReplica() {
        CrdtUnderTest author = replica(5);
        author.apply(replica(9).insertText(TEXT, 0, "[]"));
        author.insertText(TEXT, 1, "hello");
        author.setNewMap(MAP, "k");
        byte[] nested = replica(1, author.stateAsUpdate()).setNestedKey(MAP, "k", "deep", "down");
        author.apply(nested);
        author.deleteText(TEXT, 2, 3);

        CrdtUnderTest reader = replica(99, author.stateAsUpdate());

        assertThat(reader.text(TEXT)).isEqualTo("[ho]");
        assertThat(reader.entries(MAP)).isEqualTo(Map.of("k", Map.of("deep", "down")));
        assertThat(reader.stateVector()).isEqualTo(author.stateVector());
    }

    /** Pitfall 1. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 0xFFFF_FFFFL, (1L << 53) - 1})
    void clientIdsHaveFiftyThreeBits(long client) {
        CrdtUnderTest replica = replica(99, replica(client).insertText(TEXT, 0, "x"));

        assertThat(replica.stateVector().get(client)).isEqualTo(1);
        assertThat(replica.text(TEXT)).isEqualTo("x");
    }

    /** Pitfall 2: 2^31 is more than 1, and 2^53-1 is more than 2^32-1. */
    @Test
    void clientsAreOrderedAsNumbers() {
        byte[] base = replica(9).insertText(TEXT, 0, "[]");
        List<byte[]> inserts = List.of(
                replica(1, base).insertText(TEXT, 1, "a"),
                replica(1L << 31, base).insertText(TEXT, 1, "b"),
                replica((1L << 32) - 1, base).insertText(TEXT, 1, "c"),
                replica((1L << 53) - 1, base).insertText(TEXT, 1, "d"));

        for (List<byte[]> order : Permutations.of(inserts)) {
            assertThat(textAfter(base, order)).isEqualTo("[abcd]");
        }
    }

    // ---- recorded from npm yjs

    static List<RecordedJson> recordedSessions() {
        return RecordedJson.resource("/vectors/oracle.json").objects("sessions");
    }

    /** What an observer saw of three authors, update by update in a wild order (oracle-recorder.mjs). */
    @ParameterizedTest
    @MethodSource("recordedSessions")
    void observerSeesWhatYjsSaw(RecordedJson session) {
        CrdtUnderTest observer = replica(5);
        int number = 0;
        for (RecordedJson step : session.objects("steps")) {
            String where = "step " + number++ + " of " + session;
            observer.apply(step.bytes("update"));

            assertThat(observer.text(TEXT)).as(where).isEqualTo(step.text("text"));
            assertThat(observer.values(ARRAY)).as(where).isEqualTo(step.parsed("array"));
            assertThat(observer.entries(MAP)).as(where).isEqualTo(step.parsed("map"));
            assertThat(observer.stateVector()).as(where).isEqualTo(StateVector.decode(step.bytes("stateVector")));
            assertThat(observer.hasPending()).as(where).isEqualTo(step.flag("pending"));
        }
    }

    // ---- helpers

    private CrdtUnderTest replica(long clientId, byte[]... updates) {
        CrdtUnderTest replica = replica(clientId);
        for (byte[] update : updates) {
            replica.apply(update);
        }
        return replica;
    }

    private String textAfter(byte[] base, List<byte[]> updates) {
        CrdtUnderTest replica = replica(99, base);
        updates.forEach(replica::apply);
        return replica.text(TEXT);
    }

    private static List<byte[]> typed(CrdtUnderTest author, int index, String text) {
        List<byte[]> updates = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            updates.add(author.insertText(TEXT, index + i, text.substring(i, i + 1)));
        }
        return updates;
    }

    private static List<byte[]> typedBackwards(CrdtUnderTest author, int index, String text) {
        List<byte[]> updates = new ArrayList<>();
        for (int i = text.length() - 1; i >= 0; i--) {
            updates.add(author.insertText(TEXT, index, text.substring(i, i + 1)));
        }
        return updates;
    }

    @SafeVarargs
    private static List<byte[]> interleaved(int[] order, List<byte[]>... sequences) {
        int[] next = new int[sequences.length];
        List<byte[]> updates = new ArrayList<>();
        for (int sequence : order) {
            updates.add(sequences[sequence].get(next[sequence]++));
        }
        return updates;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
