package io.codecollab.crdt.fuzz;

import static io.codecollab.crdt.fuzz.HostileUpdate.ARRAY;
import static io.codecollab.crdt.fuzz.HostileUpdate.MAP;
import static io.codecollab.crdt.fuzz.HostileUpdate.after;
import static io.codecollab.crdt.fuzz.HostileUpdate.before;
import static io.codecollab.crdt.fuzz.HostileUpdate.between;
import static io.codecollab.crdt.fuzz.HostileUpdate.inside;
import static io.codecollab.crdt.fuzz.HostileUpdate.insideKey;
import static io.codecollab.crdt.fuzz.HostileUpdate.root;
import static io.codecollab.crdt.fuzz.HostileUpdate.rootKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.IntegrityCheck;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.update.StateVector;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Updates that are well-formed and lie: about neighbours, parents, clocks, and what others have written. */
@Timeout(20)
class HostileStructsTest {
    private static final String T = "t";

    private static Doc doc() {
        return new Doc(DocOptions.defaults().withClientId(99));
    }

    private static void apply(Doc doc, HostileUpdate update) {
        doc.applyUpdate(update.toBytes());
        IntegrityCheck.check(doc);
    }

    private static void assertRefusedWithoutTrace(Doc doc, HostileUpdate update) {
        String before = Probe.Documents.imprint(doc);
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> doc.applyUpdate(update.toBytes()));
        assertThat(Probe.Documents.imprint(doc)).isEqualTo(before);
        IntegrityCheck.check(doc);
    }

    /** Of a client's clocks 0 to 3, two are known in one place; the rest claims to stand in another. */
    @Test
    void continuationOfKnownTextCannotMoveToAnotherList() {
        Doc doc = doc();
        apply(doc, new HostileUpdate().section(1, 0, s -> s.text(root("a"), "ab")));
        apply(doc, new HostileUpdate().section(2, 0, s -> s.text(root("b"), "xy")));

        apply(doc, new HostileUpdate().section(1, 0, s -> s.text(root("b"), "cdef")));

        assertThat(doc.getText("a").toString()).startsWith("ab");
        assertThat(doc.getText("b").toString()).endsWith("xy");
        doc.getText("a").insert(1, "!");
        doc.getText("b").insert(1, "!");
        IntegrityCheck.check(doc);
    }

    @Test
    void continuationOfKnownTextCannotBecomeTheValueOfAKey() {
        Doc doc = doc();
        apply(doc, new HostileUpdate().section(1, 0, s -> s.text(root("a"), "ab")));

        apply(doc, new HostileUpdate().section(1, 0, s -> s.text(rootKey("m", "k"), "cdef")));

        doc.getText("a").insert(1, "!");
        doc.getMap("m").set("k", 1);
        IntegrityCheck.check(doc);
    }

    @Test
    void continuationOfAKnownValueCannotMoveToAnotherKey() {
        Doc doc = doc();
        byte[] two = {0x78, 0x79};
        byte[] three = {0x78, 0x79, 0x78};
        apply(doc, new HostileUpdate().section(1, 0, s -> s.any(rootKey("m", "k"), 2, two)));

        apply(doc, new HostileUpdate().section(1, 0, s -> s.any(rootKey("m", "other"), 3, three)));

        doc.getMap("m").set("k", 1);
        doc.getMap("m").set("other", 1);
        IntegrityCheck.check(doc);
    }

    @Test
    void continuationOfKnownTextCannotTakeAnotherKind() {
        Doc doc = doc();
        apply(doc, new HostileUpdate().section(1, 0, s -> s.text(root(T), "ab")));

        apply(doc, new HostileUpdate().section(1, 0, s -> s.gc(1).any(root(T), 2, (byte) 0x78, (byte) 0x79)));
        apply(doc, new HostileUpdate().section(1, 1, s -> s.gc(10)));
        apply(doc, new HostileUpdate().section(1, 5, s -> s.deleted(after(1, 4), 100)));

        assertThat(doc.stateVector()).isEqualTo(StateVector.of(Map.of(1L, 105)));
    }

    /** Origin and right origin may be anything that exists: in other lists, in maps, in the wrong order. */
    @Test
    void neighboursInDifferentListsAreNoNeighbours() {
        Doc doc = doc();
        apply(doc, new HostileUpdate().section(1, 0, s -> s.text(root("a"), "ab")));
        apply(doc, new HostileUpdate().section(2, 0, s -> s.text(root("b"), "xy")));
        apply(doc, new HostileUpdate().section(3, 0, s -> s.any(rootKey("a", "k"), 1, (byte) 0x78)));

        apply(doc, new HostileUpdate().section(4, 0, s -> s.text(between(1, 0, 2, 1), "1")));
        apply(doc, new HostileUpdate().section(5, 0, s -> s.text(between(3, 0, 2, 1), "2")));
        apply(doc, new HostileUpdate().section(6, 0, s -> s.text(between(2, 0, 3, 0), "3")));
        apply(doc, new HostileUpdate().section(7, 0, s -> s.text(before(3, 0), "4")));
        apply(doc, new HostileUpdate().section(8, 0, s -> s.any(between(2, 1, 2, 0), 1, (byte) 0x78)));
        apply(doc, new HostileUpdate().section(9, 0, s -> s.text(between(2, 0, 2, 0), "5")));

        doc.getText("a").insert(1, "!");
        doc.getText("b").insert(1, "!");
        IntegrityCheck.check(doc);
        Doc copy = doc();
        copy.applyUpdate(doc.encodeStateAsUpdate());
        assertThat(IntegrityCheck.content(copy)).isEqualTo(IntegrityCheck.content(doc));
    }

    /** A wants to stand behind B, B behind A. Neither ever can; both are kept, as Yjs keeps them. */
    @Test
    void itemsThatWaitForEachOtherAreParkedForEver() {
        Doc doc = doc();
        apply(
                doc,
                new HostileUpdate()
                        .section(2, 0, s -> s.text(after(1, 0), "b"))
                        .section(1, 0, s -> s.text(after(2, 0), "a")));

        assertThat(doc.stateVector()).isEqualTo(StateVector.EMPTY);
        assertThat(doc.pendingInfo().structs()).isEqualTo(2);
        apply(doc, new HostileUpdate().section(3, 0, s -> s.text(root(T), "c")));
        assertThat(doc.getText(T)).hasToString("c");
    }

    @Test
    void longRingOfDependenciesIsParked() {
        Doc doc = doc();
        HostileUpdate ring = new HostileUpdate();
        int clients = 2000;
        for (int client = 0; client < clients; client++) {
            int next = (client + 1) % clients;
            ring.section(client, 0, s -> s.text(between(next, 0, next, 1), "ab"));
        }
        apply(doc, ring);
        apply(doc, ring);

        assertThat(doc.pendingInfo().structs()).isEqualTo(clients);
        doc.prunePending();
        IntegrityCheck.check(doc);
        assertThat(doc.hasPending()).isFalse();
    }

    @Test
    void typesThatContainEachOtherAreParkedForEver() {
        Doc doc = doc();
        apply(
                doc,
                new HostileUpdate()
                        .section(2, 0, s -> s.type(inside(1, 0), ARRAY))
                        .section(1, 0, s -> s.type(inside(2, 0), ARRAY)));

        assertThat(doc.pendingInfo().structs()).isEqualTo(2);
    }

    @Test
    void refusesAnOriginInTheItemsOwnFuture() {
        Doc doc = doc();
        apply(doc, new HostileUpdate().section(1, 0, s -> s.text(root(T), "ab")));
        for (int clock : new int[] {2, 3, Integer.MAX_VALUE}) {
            assertRefusedWithoutTrace(
                    doc,
                    new HostileUpdate()
                            .section(7, 0, s -> s.text(root("new"), "x"))
                            .section(1, 2, s -> s.text(after(1, clock), "c")));
            assertRefusedWithoutTrace(doc, new HostileUpdate().section(1, 2, s -> s.text(before(1, clock), "c")));
            assertRefusedWithoutTrace(doc, new HostileUpdate().section(1, 2, s -> s.type(inside(1, clock), MAP)));
        }
    }

    /** The parent is text, a tombstone, a collected struct, one unit inside a run, or deleted: C.4 of the protocol notes. */
    @Test
    void childrenOfWhatIsNoTypeAreCollected() {
        Doc doc = doc();
        apply(
                doc,
                new HostileUpdate()
                        .section(
                                1,
                                0,
                                s -> s.text(root(T), "ab")
                                        .gc(5)
                                        .deleted(root(T), 5)
                                        .type(root("a"), ARRAY)
                                        .any(root("a"), 3, (byte) 0x78, (byte) 0x78, (byte) 0x78)));
        for (int clock : new int[] {0, 1, 2, 6, 7, 9, 13, 14, 15}) {
            long client = 100L + clock;
            apply(
                    doc,
                    new HostileUpdate()
                            .section(
                                    client,
                                    0,
                                    s -> s.type(insideKey(1, clock, "k"), MAP)
                                            .text(inside(1, clock), "lost")
                                            .text(insideKey(client, 0, "k"), "lost too")
                                            .format(inside(1, clock), "bold", "true")
                                            .embed(inside(1, clock), "{}")));
            assertThat(doc.stateVector().get(client)).isEqualTo(15);
        }
        assertThat(doc.getArray("a").toJson()).isEqualTo(List.of(true, true, true, List.of()));
        assertThat(doc.getText(T)).hasToString("ab");
    }

    @Test
    void childrenOfADeletedTypeAreDeleted() {
        Doc doc = doc();
        apply(
                doc,
                new HostileUpdate().section(1, 0, s -> s.type(root("a"), ARRAY)).delete(1, 0, 1));
        apply(
                doc,
                new HostileUpdate().section(2, 0, s -> s.text(inside(1, 0), "x").type(inside(1, 0), MAP)));
        Doc keeps = new Doc(DocOptions.defaults().withGc(false));
        keeps.applyUpdate(new HostileUpdate()
                .section(1, 0, s -> s.type(root("a"), ARRAY))
                .delete(1, 0, 1)
                .toBytes());
        apply(
                keeps,
                new HostileUpdate().section(2, 0, s -> s.text(inside(1, 0), "x").type(inside(1, 0), MAP)));

        assertThat(doc.getArray("a").length()).isZero();
        assertThat(keeps.deleteSet().contains(2, 1)).isTrue();
    }

    /** The parent is the newest of its own descendants, which does not exist without it. */
    @Test
    void typeInsideItsOwnDescendantIsParked() {
        Doc doc = doc();
        apply(
                doc,
                new HostileUpdate()
                        .section(3, 0, s -> s.type(inside(2, 0), ARRAY))
                        .section(2, 0, s -> s.type(inside(1, 0), ARRAY))
                        .section(1, 0, s -> s.type(inside(3, 0), ARRAY)));

        assertThat(doc.pendingInfo().structs()).isEqualTo(3);
        assertThat(doc.stateVector()).isEqualTo(StateVector.EMPTY);
    }

    @Test
    void hugeCollectedAndDeletedRunsCostNothing() {
        Doc doc = doc();
        int most = Integer.MAX_VALUE;
        Allocation allocation = new Allocation();
        apply(doc, new HostileUpdate().section(1, 0, s -> s.gc(most)).delete(1, 0, most));
        apply(
                doc,
                new HostileUpdate().section(2, 0, s -> s.deleted(root(T), most)).delete(2, 5, most - 5));
        apply(doc, new HostileUpdate().section(3, 0, s -> s.text(between(2, 1 << 30, 2, (1 << 30) + 1), "x")));
        apply(doc, new HostileUpdate().section(4, 0, s -> s.text(after(1, 1 << 30), "x")));
        apply(doc, new HostileUpdate().section(5, 0, s -> s.skip(most - 1).gc(1)));
        apply(doc, new HostileUpdate().delete(6, 0, most));

        assertThat(allocation.bytes()).isLessThan(4 << 20);
        assertThat(doc.getText(T)).hasToString("x");
        assertThat(doc.stateVector().get(1)).isEqualTo(most);
        Doc copy = doc();
        copy.applyUpdateV2(doc.encodeStateAsUpdateV2());
        IntegrityCheck.check(copy);
        assertThat(copy.stateVector()).isEqualTo(doc.stateVector());
    }

    @Test
    void refusesClocksThatOverflow() {
        Doc doc = doc();
        long most = Integer.MAX_VALUE;
        assertRefusedWithoutTrace(
                doc, new HostileUpdate().section(1, 0, s -> s.gc(most).gc(1)));
        assertRefusedWithoutTrace(doc, new HostileUpdate().section(1, 1, s -> s.skip(most)));
        assertRefusedWithoutTrace(doc, new HostileUpdate().section(1, most, s -> s.text(root(T), "a")));
        assertRefusedWithoutTrace(doc, new HostileUpdate().section(1, most + 1, s -> s.text(root(T), "a")));
        assertRefusedWithoutTrace(doc, new HostileUpdate().section(1, 0, s -> s.deleted(root(T), 1L << 40)));
        assertRefusedWithoutTrace(doc, new HostileUpdate().section(1, 0, s -> s.gc((1L << 53) - 1)));
        assertRefusedWithoutTrace(doc, new HostileUpdate().delete(1, most, 1));
        assertRefusedWithoutTrace(doc, new HostileUpdate().delete(1, 1L << 40, 1));
    }

    /** The own client's clocks are used up by somebody else: no edit may wrap around. */
    @Test
    void editsAreRefusedWhenTheClocksAreUsedUp() {
        Doc doc = doc();
        doc.transact(transaction -> doc.applyUpdate(new HostileUpdate()
                .section(99, 0, s -> s.gc(Integer.MAX_VALUE - 2))
                .toBytes()));
        doc.clientId(99);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> doc.getText(T).insert(0, "abc"));
        IntegrityCheck.check(doc);
        doc.clientId(100);
        doc.getText(T).insert(0, "abc");
        IntegrityCheck.check(doc);
    }

    /** Yjs keeps the last of a client's sections; here they are read one after the other, as yrs does. */
    @Test
    void sectionsOfOneClientAreReadTogether() {
        Doc doc = doc();
        apply(
                doc,
                new HostileUpdate()
                        .section(1, 0, s -> s.text(root(T), "a"))
                        .section(2, 0, s -> s.text(after(1, 1), "c"))
                        .section(1, 1, s -> s.text(after(1, 0), "b")));
        assertThat(doc.getText(T)).hasToString("abc");

        Doc reversed = doc();
        apply(
                reversed,
                new HostileUpdate()
                        .section(1, 1, s -> s.text(after(1, 0), "b"))
                        .section(1, 0, s -> s.text(root(T), "a"))
                        .section(1, 0, s -> s.text(root(T), "forged")));
        apply(reversed, new HostileUpdate().section(1, 0, s -> s.text(root(T), "a")));
        assertThat(reversed.getText(T).toString()).startsWith("ab");
    }

    /** An update that fails in its last byte, after a thousand new clients, roots and keys. */
    @Test
    void refusalInTheLastByteLeavesNoTrace() {
        Doc doc = doc();
        apply(doc, new HostileUpdate().section(1, 0, s -> s.text(root(T), "ab")));
        HostileUpdate update = new HostileUpdate();
        for (int i = 0; i < 1000; i++) {
            int number = i;
            update.section(
                    1000 + i,
                    0,
                    s -> s.text(root("root" + number), "x")
                            .any(rootKey("root", "key" + number), 1, (byte) 0x78)
                            .text(after(5_000_000 + number, 3), "y"));
            update.delete(9_000_000 + i, 0, 3);
        }
        byte[] whole = update.toBytes();
        String before = Probe.Documents.imprint(doc);
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> doc.applyUpdate(Arrays.copyOf(whole, whole.length - 1)));
        assertThat(Probe.Documents.imprint(doc)).isEqualTo(before);
        IntegrityCheck.check(doc);

        doc.applyUpdate(whole);
        IntegrityCheck.check(doc);
        assertThat(doc.rootNames()).hasSize(1002);
    }

    /** The same, while a transaction with edits of its own is running. */
    @Test
    void refusalInsideATransactionLeavesTheTransactionAlone() {
        Doc doc = doc();
        doc.getText(T).insert(0, "a");
        byte[] bad =
                new HostileUpdate().section(7, 0, s -> s.text(root("new"), "x")).toBytes();
        doc.transact(transaction -> {
            doc.getText(T).insert(1, "b");
            assertThatExceptionOfType(DecodeException.class)
                    .isThrownBy(() -> doc.applyUpdate(Arrays.copyOf(bad, bad.length - 1)));
            doc.getText(T).insert(2, "c");
            assertThat(transaction.local()).isTrue();
        });
        IntegrityCheck.check(doc);
        assertThat(doc.getText(T)).hasToString("abc");
        assertThat(doc.rootNames()).containsExactly(T);
    }

    /** Yjs looks for what a struct depends on before it looks whether the struct is known. */
    @Test
    void knownStructsThatClaimAnotherOriginAreParkedAsInYjsAndCanBePruned() {
        Doc doc = doc();
        apply(doc, new HostileUpdate().section(1, 0, s -> s.text(root(T), "ab")));

        apply(doc, new HostileUpdate().section(1, 0, s -> s.text(after(500, 7), "ab")));

        assertThat(doc.hasPending()).isTrue();
        assertThat(doc.getText(T)).hasToString("ab");
        doc.prunePending();
        assertThat(doc.hasPending()).isFalse();
        IntegrityCheck.check(doc);
    }

    /** Three updates in one transaction: the second waits for what the third brings. */
    @Test
    void whatIsParkedIsWokenInsideTheSameTransaction() {
        Doc doc = doc();
        doc.transact(transaction -> {
            doc.applyUpdate(
                    new HostileUpdate().section(5, 0, s -> s.text(root(T), "a")).toBytes());
            doc.applyUpdate(new HostileUpdate()
                    .section(9, 0, s -> s.text(after(5, 1), "c"))
                    .delete(5, 0, 1)
                    .delete(9, 0, 1)
                    .toBytes());
            doc.applyUpdate(new HostileUpdate().delete(5, 1, 1).toBytes());
            doc.applyUpdate(new HostileUpdate()
                    .section(5, 1, s -> s.text(after(5, 0), "b"))
                    .toBytes());
        });

        IntegrityCheck.check(doc);
        assertThat(doc.hasPending()).isFalse();
        assertThat(doc.deleteSet().contains(9, 0)).isTrue();
        assertThat(doc.getText(T)).hasToString("");
    }

    /** What is parked is cut by what was parked before it, down to the same place or key. */
    @Test
    void parkedStructsThatContradictEachOtherAreCut() {
        Doc doc = doc();
        byte[] four = {0x78, 0x79, 0x78, 0x79};
        apply(doc, new HostileUpdate().section(1, 1, s -> s.text(root(T), "bc")));
        apply(doc, new HostileUpdate().section(1, 2, s -> s.any(rootKey("m", "k"), 4, four)));
        apply(doc, new HostileUpdate().section(1, 5, s -> s.text(insideKey(1, 0, "k"), "\u2192xyz\u2192")));
        apply(doc, new HostileUpdate().section(1, 7, s -> s.gc(1).deleted(rootKey("m", "k"), 5)));
        apply(doc, new HostileUpdate().section(1, 1, s -> s.text(root("other"), "0123456789abcdefghi")));
        assertThat(doc.stateVector()).isEqualTo(StateVector.EMPTY);

        apply(doc, new HostileUpdate().section(1, 0, s -> s.text(root(T), "a")));

        assertThat(doc.stateVector()).isEqualTo(StateVector.of(Map.of(1L, 20)));
        assertThat(doc.hasPending()).isFalse();
        Doc copy = doc();
        copy.applyUpdate(doc.encodeStateAsUpdate());
        assertThat(IntegrityCheck.content(copy)).isEqualTo(IntegrityCheck.content(doc));
    }

    /** The same deletion again and again, of something that never comes. */
    @Test
    void repeatedParkedDeletionsAreKeptOnce() {
        Doc doc = doc();
        byte[] deletion = new HostileUpdate().delete(7, 0, 5).delete(7, 10, 5).toBytes();
        for (int i = 0; i < 1000; i++) {
            doc.applyUpdate(deletion);
        }
        IntegrityCheck.check(doc);
        Allocation allocation = new Allocation();
        assertThat(doc.pendingInfo().deletions().rangeCount(7)).isEqualTo(2);
        assertThat(allocation.bytes()).isLessThan(100_000);
    }

    /** Formats and embeds that V1 cannot say must not make a document that nobody can be sent any more. */
    @Test
    void valuesThatOnlyFormatV2CanSayDoNotPoisonTheDocument() {
        ByteWriter bigint = new ByteWriter();
        bigint.writeUint8(122);
        bigint.writeBigInt64(1);
        for (byte[] value : List.of(new byte[] {127}, bigint.toByteArray())) {
            Doc doc = doc();
            byte[] update = embedV2(value);
            try {
                doc.applyUpdateV2(update);
            } catch (DecodeException refused) {
                assertThat(doc.stateVector()).isEqualTo(StateVector.EMPTY);
            }
            IntegrityCheck.check(doc);
            Doc copy = doc();
            copy.applyUpdate(doc.encodeStateAsUpdate());
            assertThat(copy.stateVector()).isEqualTo(doc.stateVector());

            Doc waiting = doc(); // the same, but it cannot be integrated yet
            byte[] later = embedV2(value);
            later[later.length - value.length - 2] = 3;
            waiting.applyUpdateV2(later);
            assertThat(waiting.hasPending()).isTrue();
            Doc waitingCopy = doc();
            waitingCopy.applyUpdate(waiting.encodeStateAsUpdate());
            assertThat(waitingCopy.pendingInfo()).isEqualTo(waiting.pendingInfo());
        }
    }

    /** Client 1, one embed in root t, its value as given. */
    private static byte[] embedV2(byte[] value) {
        ByteWriter out = new ByteWriter();
        out.writeUint8(0);
        out.writeVarBytes(new byte[0]); // key clocks
        out.writeVarBytes(new byte[] {1}); // clients
        out.writeVarBytes(new byte[0]); // left clocks
        out.writeVarBytes(new byte[0]); // right clocks
        out.writeVarBytes(new byte[] {HostileUpdate.EMBED}); // infos
        out.writeVarBytes(new byte[] {1, 't', 1}); // strings
        out.writeVarBytes(new byte[] {1}); // parent infos
        out.writeVarBytes(new byte[0]); // type refs
        out.writeVarBytes(new byte[0]); // lengths
        out.writeVarUint(1);
        out.writeVarUint(1);
        out.writeVarUint(0);
        out.writeBytes(value, 0, value.length);
        out.writeVarUint(0);
        return out.toByteArray();
    }
}
