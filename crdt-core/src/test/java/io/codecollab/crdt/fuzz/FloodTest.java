package io.codecollab.crdt.fuzz;

import static io.codecollab.crdt.fuzz.HostileUpdate.ARRAY;
import static io.codecollab.crdt.fuzz.HostileUpdate.after;
import static io.codecollab.crdt.fuzz.HostileUpdate.between;
import static io.codecollab.crdt.fuzz.HostileUpdate.inside;
import static io.codecollab.crdt.fuzz.HostileUpdate.root;
import static io.codecollab.crdt.fuzz.HostileUpdate.rootKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.IntegrityCheck;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Input that is cheap to send and would be dear to take if anything grew with its square. The sizes are such that the time
 * limit is generous for a linear algorithm and hopeless for a quadratic one; the limits on memory are multiples of the input.
 */
@Timeout(30)
class FloodTest {
    private static final byte TRUE = 0x78;
    private static final String T = "t";

    private static Doc doc() {
        return new Doc(DocOptions.defaults().withClientId(99));
    }

    /** Bytes in use after everything that can go has gone. */
    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    /* Clients. */

    /** Ids chosen so that a table with a multiplier known to everybody has them all in one slot. */
    @Test
    void clientIdsThatWereChosenToCollideDoNot() {
        long inverse = inverse(0x9e3779b97f4a7c15L);
        Random random = new Random(1);
        List<Long> ids = new ArrayList<>();
        while (ids.size() < 60_000) {
            long mixed = ((long) random.nextInt(1 << 12) << 52) | (0x12345L << 32) | (random.nextInt() & 0xffffffffL);
            long id = mixed * inverse;
            if (id >= 0 && id < 1L << 53) {
                ids.add(id);
            }
        }
        HostileUpdate update = new HostileUpdate();
        ids.forEach(id -> update.section(id, 0, s -> s.gc(1)));
        Doc doc = doc();
        doc.applyUpdate(update.toBytes());

        assertThat(doc.stateVector().size()).isGreaterThan(59_000);
    }

    /** x such that x * odd = 1 modulo 2^64. */
    private static long inverse(long odd) {
        long x = odd;
        for (int i = 0; i < 6; i++) {
            x *= 2 - x * odd;
        }
        return x;
    }

    @Test
    void manyClientsMayWriteIntoOneNestedType() {
        Doc doc = doc();
        doc.applyUpdate(
                new HostileUpdate().section(1, 0, s -> s.type(root("a"), ARRAY)).toBytes());
        HostileUpdate update = new HostileUpdate();
        for (int client = 2; client < 100_000; client++) {
            update.section(client, 0, s -> s.any(inside(1, 0), 1, TRUE));
        }
        doc.applyUpdate(update.toBytes());

        assertThat(doc.structCount()).isEqualTo(99_999);
    }

    @Test
    void tenThousandClientsMayWriteAtOnePlace() {
        List<byte[]> updates = new ArrayList<>();
        for (int client = 1; client <= 10_000; client++) {
            updates.add(new HostileUpdate()
                    .section(client, 0, s -> s.text(root(T), "abc"))
                    .toBytes());
        }
        Collections.shuffle(updates, new Random(1));
        Doc doc = doc();
        updates.forEach(doc::applyUpdate);

        IntegrityCheck.check(doc);
        assertThat(doc.getText(T).length()).isEqualTo(30_000);
    }

    @Test
    void updatesOfManyClientsAreMergedInLinearTime() {
        List<byte[]> updates = new ArrayList<>();
        for (int client = 1; client <= 50_000; client++) {
            updates.add(new HostileUpdate()
                    .section(client, 0, s -> s.text(root(T), "abc"))
                    .toBytes());
        }
        Allocation allocation = new Allocation();
        byte[] merged = Updates.mergeUpdates(updates);

        assertThat(allocation.bytes()).isLessThan(100L * merged.length);
        assertThat(Updates.parseUpdateMeta(merged).to().size()).isEqualTo(50_000);
    }

    /* Cuts. */

    @Test
    void loadsALogOfSingleCharacters() {
        Random random = new Random(1);
        byte[] log = new HostileUpdate()
                .section(1, 0, s -> {
                    s.text(root(T), "a");
                    for (int clock = 1; clock < 260_000; clock++) {
                        s.text(after(1, random.nextInt(clock)), "x");
                    }
                })
                .toBytes();
        Doc doc = doc();
        doc.applyUpdate(log);

        IntegrityCheck.check(doc);
        assertThat(doc.getText(T).length()).isEqualTo(260_000);
    }

    /** Every value of a long run becomes the origin of something. */
    @Test
    void runOfValuesMayBeCutEverywhere() {
        Doc doc = docWithValues(150_000);
        byte[] update = new HostileUpdate()
                .section(1, 0, s -> {
                    for (int clock = 0; clock < 149_999; clock++) {
                        s.any(after(2, clock), 1, TRUE);
                    }
                })
                .toBytes();
        Allocation allocation = new Allocation();
        doc.applyUpdate(update);

        assertThat(allocation.bytes()).isLessThan(100L * update.length);
        assertThat(doc.getArray("a").length()).isEqualTo(299_999);
        IntegrityCheck.check(doc);
    }

    /** The same, but what was to be inserted turns out to be garbage, so that all parts are joined again. */
    @Test
    void runOfValuesMayBeJoinedAgain() {
        Doc doc = docWithValues(150_000);
        byte[] update = new HostileUpdate()
                .section(3, 0, s -> s.gc(1))
                .section(1, 0, s -> {
                    for (int clock = 0; clock < 149_999; clock++) {
                        s.any(between(2, clock, 3, 0), 1, TRUE);
                    }
                })
                .toBytes();
        Allocation allocation = new Allocation();
        doc.applyUpdate(update);

        assertThat(allocation.bytes()).isLessThan(100L * update.length);
        assertThat(doc.structCount()).isEqualTo(3);
        IntegrityCheck.check(doc);
    }

    /** Every other value is deleted; the few that are kept at the end do not keep the others in memory. */
    @Test
    void runOfValuesMayBeDeletedInPieces() {
        List<Doc> docs = new ArrayList<>();
        byte[] holes = deletionOfEveryOther(20_000);
        byte[] rest = new HostileUpdate().delete(2, 3, 19_997).toBytes();
        long before = usedBytes();
        for (int i = 0; i < 100; i++) {
            Doc doc = docWithValues(20_000);
            doc.applyUpdate(holes);
            doc.applyUpdate(rest);
            docs.add(doc);
        }
        assertThat(docs).allMatch(doc -> doc.getArray("a").length() == 2);
        assertThat(usedBytes() - before).isLessThan(100L * 10_000);
        IntegrityCheck.check(docs.get(0));
    }

    private static byte[] deletionOfEveryOther(int length) {
        ByteWriter out = new ByteWriter();
        out.writeVarUint(0);
        out.writeVarUint(1);
        out.writeVarUint(2);
        out.writeVarUint(length / 2);
        for (int clock = 1; clock < length; clock += 2) {
            out.writeVarUint(clock);
            out.writeVarUint(1);
        }
        return out.toByteArray();
    }

    private static Doc docWithValues(int count) {
        byte[] values = new byte[count];
        Arrays.fill(values, TRUE);
        Doc doc = doc();
        doc.applyUpdate(new HostileUpdate()
                .section(2, 0, s -> s.any(root("a"), count, values))
                .toBytes());
        return doc;
    }

    @Test
    void textMayBeCutEverywhereAndJoinedAgain() {
        Doc doc = doc();
        doc.applyUpdate(new HostileUpdate()
                .section(2, 0, s -> s.text(root(T), "x".repeat(200_000)))
                .toBytes());
        doc.applyUpdate(new HostileUpdate()
                .section(3, 0, s -> s.gc(1))
                .section(1, 0, s -> {
                    for (int clock = 0; clock < 199_999; clock++) {
                        s.text(between(2, clock, 3, 0), "y");
                    }
                })
                .toBytes());

        assertThat(doc.structCount()).isEqualTo(3);
        IntegrityCheck.check(doc);
    }

    /** Cuts all over a deleted run of two billion clocks, which has no room for a table of its parts. */
    @Test
    void hugeTombstoneMayBeCutEverywhere() {
        Random random = new Random(1);
        byte[] update = new HostileUpdate()
                .section(2, 0, s -> s.deleted(root(T), Integer.MAX_VALUE))
                .section(1, 0, s -> {
                    for (int i = 0; i < 40_000; i++) {
                        s.text(after(2, random.nextInt(Integer.MAX_VALUE)), "x");
                    }
                })
                .toBytes();
        Doc doc = doc();
        Allocation allocation = new Allocation();
        doc.applyUpdate(update);

        assertThat(allocation.bytes()).isLessThan(200L * update.length);
        assertThat(doc.getText(T).length()).isEqualTo(40_000);
        IntegrityCheck.check(doc);
    }

    /** Formatted text of single units, all of it deleted at once by somebody else. */
    @Test
    void formattedTextMayBeDeletedInBits() {
        Doc doc = doc();
        doc.applyUpdate(new HostileUpdate()
                .section(2, 0, s -> {
                    s.format(root(T), "bold", "true");
                    for (int clock = 1; clock < 100_000; clock++) {
                        s.embed(after(2, clock - 1), "1");
                    }
                })
                .toBytes());
        doc.applyUpdate(new HostileUpdate().delete(2, 1, 99_999).toBytes());

        assertThat(doc.getText(T).length()).isZero();
        IntegrityCheck.check(doc);
    }

    /* What is parked. */

    @Test
    void updatesFromUnknownClientsAreParkedInLinearTimeAndPruned() {
        Doc doc = doc();
        doc.getText(T).insert(0, "hello");
        long before = usedBytes();
        for (int i = 0; i < 100_000; i++) {
            int client = 1_000_000 + i;
            doc.applyUpdate(new HostileUpdate()
                    .section(client, 0, s -> s.text(after(9_000_000 + client, 5), "x"))
                    .toBytes());
        }
        assertThat(doc.pendingInfo().structs()).isEqualTo(100_000);
        assertThat(usedBytes() - before).isLessThan(100_000L * 1000);

        doc.prunePending();

        assertThat(usedBytes() - before).isLessThan(1_000_000);
        assertThat(doc.hasPending()).isFalse();
        doc.getText(T).insert(5, "!");
        IntegrityCheck.check(doc);
        assertThat(doc.getText(T)).hasToString("hello!");
    }

    @Test
    void deletionsOfUnknownClientsAreParkedAndPruned() {
        Doc doc = doc();
        long before = usedBytes();
        for (int i = 0; i < 100_000; i++) {
            doc.applyUpdate(
                    new HostileUpdate().delete(1_000_000 + i % 1000, 2L * i, 1).toBytes());
        }
        assertThat(usedBytes() - before).isLessThan(100_000L * 200);

        doc.prunePending();

        assertThat(usedBytes() - before).isLessThan(1_000_000);
        IntegrityCheck.check(doc);
    }

    @Test
    void parkedDeletionsDoNotHoldUpTheClientTheyWaitFor() {
        Doc doc = doc();
        for (int clock = 0; clock < 30_000; clock++) {
            long later = 1_000_000_000L + 2L * clock;
            int at = clock;
            doc.applyUpdate(new HostileUpdate().delete(7, later, 1).toBytes());
            doc.applyUpdate(new HostileUpdate().section(7, at, s -> s.gc(1)).toBytes());
        }
        assertThat(doc.pendingInfo().deletions().rangeCount(7)).isEqualTo(30_000);
        IntegrityCheck.check(doc);
    }

    @Test
    void historyArrivesInReverse() {
        Doc doc = doc();
        for (int clock = 49_999; clock >= 0; clock--) {
            int at = clock;
            doc.applyUpdate(new HostileUpdate()
                    .section(1, at, s -> s.text(at == 0 ? root(T) : after(1, at - 1), "x"))
                    .toBytes());
        }
        assertThat(doc.hasPending()).isFalse();
        assertThat(doc.getText(T).length()).isEqualTo(50_000);
        IntegrityCheck.check(doc);
    }

    /** A long text over many short structs that are parked already. */
    @Test
    void overlapsOfParkedStructsAreCutOnce() {
        Doc doc = doc();
        doc.applyUpdate(new HostileUpdate()
                .section(1, 1, s -> {
                    for (int i = 0; i < 100_000; i++) {
                        s.gc(1);
                    }
                })
                .toBytes());
        byte[] over = new HostileUpdate()
                .section(1, 1, s -> s.text(root(T), "é".repeat(150_000)))
                .toBytes();
        Allocation allocation = new Allocation();
        doc.applyUpdate(over);

        assertThat(allocation.bytes()).isLessThan(20L * over.length);
        IntegrityCheck.check(doc);
    }

    /* What is refused. */

    @Test
    void refusedUpdatesLeaveNothingInMemory() {
        Doc doc = doc();
        doc.getText(T).insert(0, "hello");
        long before = usedBytes();
        for (int round = 0; round < 20; round++) {
            int number = round;
            HostileUpdate update = new HostileUpdate();
            for (int i = 0; i < 5000; i++) {
                int each = i;
                update.section(
                        1_000_000L * number + i,
                        0,
                        s -> s.text(root("root" + number + "-" + each), "x")
                                .any(rootKey("map", "key" + number + "-" + each), 1, TRUE));
            }
            byte[] whole = update.toBytes();
            assertThatExceptionOfType(DecodeException.class)
                    .isThrownBy(() -> doc.applyUpdate(Arrays.copyOf(whole, whole.length - 1)));
        }
        assertThat(usedBytes() - before).isLessThan(500_000);
        IntegrityCheck.check(doc);
    }

    /* Compression. */

    /**
     * Updates of a few bytes that announce structs without end, the first as published with the report on Yjs (issue 687):
     * they end at the budget.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00010000000001000100010200001602000001fdffffffff7f0000",
                "00 00 0101 00 00 0100 020000 00 00 05 41ffffffff0f 01 ffffffff07 00 00",
                "00 00 0101 00 00 0101 020000 00 00 05 41ffffffff0f 01 ffffffff07 00 00",
                "00 00 05 41ffffffff0f 00 00 0107 050174c1ffffff07 0101 05 40ffffffff0f 00 01 ffffffff07 00 00",
            })
    void endlessStructsEndAtTheBudget(String hex) {
        byte[] update = HexFormat.of().parseHex(hex.replace(" ", ""));
        Doc doc = doc();
        String before = Probe.Documents.imprint(doc);
        Allocation allocation = new Allocation();
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> doc.applyUpdateV2(update));

        assertThat(allocation.bytes()).isLessThan(400L << 20);
        assertThat(Probe.Documents.imprint(doc)).isEqualTo(before);
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> Updates.convertUpdateFormatV2ToV1(update));
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> Updates.mergeUpdatesV2(List.of(update, update)));
    }

    /** A long key that is spelled out once and repeated by number: every writer would have to spell it out again. */
    @Test
    void repeatedKeysCountForWhatTheyStandFor() {
        byte[] update = elementsOfOneName("n".repeat(10_000), 100_000);
        assertThat(update.length).isLessThan(11_000);
        Doc doc = doc();
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> doc.applyUpdateV2(update));
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> Updates.convertUpdateFormatV2ToV1(update));

        byte[] modest = elementsOfOneName("paragraph", 1000);
        doc.applyUpdateV2(modest);
        assertThat(doc.getXmlFragment("x").length()).isEqualTo(1000);
        IntegrityCheck.check(doc);
    }

    /** XML elements in format V2, all columns run-length encoded, the node name given once. */
    private static byte[] elementsOfOneName(String name, int count) {
        ByteWriter strings = new ByteWriter();
        strings.writeVarString("x" + name);
        strings.writeVarInt(1);
        strings.writeVarInt(name.length());
        ByteWriter out = new ByteWriter();
        out.writeUint8(0);
        out.writeVarBytes(run(1, count)); // key clocks: 0 again and again, as differences
        out.writeVarBytes(negativeRun(1, count)); // clients
        out.writeVarBytes(run(1, count - 1)); // left clocks: 0, 1, 2 …, see below
        out.writeVarBytes(new byte[0]);
        out.writeVarBytes(new byte[] {HostileUpdate.TYPE, 0, (byte) (HostileUpdate.TYPE | 0x80)}); // infos
        out.writeVarBytes(strings);
        out.writeVarBytes(new byte[] {1}); // parent infos
        out.writeVarBytes(negativeRun(HostileUpdate.XML_ELEMENT, count)); // type refs
        out.writeVarBytes(new byte[0]);
        out.writeVarUint(1);
        out.writeVarUint(count);
        out.writeVarUint(0);
        out.writeVarUint(0);
        return out.toByteArray();
    }

    /** IntDiffOptRle: {@code count} values that do not differ from 0. */
    private static byte[] run(int coded, int count) {
        ByteWriter out = new ByteWriter();
        out.writeVarInt(coded);
        out.writeVarUint(count - 2);
        return out.toByteArray();
    }

    /** UintOptRle: {@code count} times this value. */
    private static byte[] negativeRun(int value, int count) {
        ByteWriter out = new ByteWriter();
        out.writeVarInt(value, true);
        out.writeVarUint(count - 2);
        return out.toByteArray();
    }
}
