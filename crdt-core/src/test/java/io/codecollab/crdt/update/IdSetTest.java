package io.codecollab.crdt.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.codecollab.crdt.lib0.ByteReader;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.lib0.DecodeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IdSetTest {

    private static final int CLOCKS = 60;

    /** A set of ids the obvious way: a bit per clock. */
    private static final class Model {

        final Map<Long, BitSet> clients = new TreeMap<>();

        BitSet of(long client) {
            return clients.computeIfAbsent(client, any -> new BitSet());
        }

        IdSet build() {
            IdSet.Builder builder = new IdSet.Builder();
            clients.forEach((client, clocks) -> clocks.stream().forEach(clock -> builder.add(client, clock, 1)));
            return builder.build();
        }
    }

    /** Draws ranges in any order, overlapping, touching or empty, and adds them to both. */
    private static IdSet draw(Random random, Model model) {
        IdSet.Builder builder = new IdSet.Builder();
        int clients = 1 + random.nextInt(random.nextInt(10) == 0 ? 30 : 3);
        for (int ranges = random.nextInt(20); ranges > 0; ranges--) {
            long client = random.nextInt(clients);
            int clock = random.nextInt(CLOCKS);
            int length = random.nextInt(8);
            builder.add(client, clock, length);
            model.of(client).set(clock, clock + length);
        }
        return builder.build();
    }

    @Test
    void agreesWithABitPerClock() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int run = 0; run < 2000; run++) {
            Model a = new Model();
            Model b = new Model();
            IdSet left = draw(random, a);
            IdSet right = draw(random, b);
            String name = "seed=" + seed + ", run=" + run + ", left=" + left + ", right=" + right;

            assertThat(left).as(name).isEqualTo(a.build());
            assertThat(left.hashCode()).as(name).isEqualTo(a.build().hashCode());
            assertThat(left.contains(1, run % CLOCKS))
                    .as(name)
                    .isEqualTo(a.of(1).get(run % CLOCKS));
            assertThat(IdSet.merge(left, right))
                    .as(name)
                    .isEqualTo(combined(a, b, BitSet::or).build());
            assertThat(left.diff(right))
                    .as(name)
                    .isEqualTo(combined(a, b, BitSet::andNot).build());
            assertThat(left.intersect(right))
                    .as(name)
                    .isEqualTo(combined(a, b, BitSet::and).build());
            assertReadBack(left);
        }
    }

    private interface Operation {
        void apply(BitSet a, BitSet b);
    }

    private static Model combined(Model a, Model b, Operation operation) {
        Model result = new Model();
        for (Model one : List.of(a, b)) {
            for (long client : one.clients.keySet()) {
                BitSet clocks = (BitSet) a.of(client).clone();
                operation.apply(clocks, b.of(client));
                result.clients.put(client, clocks);
            }
        }
        return result;
    }

    private static void assertReadBack(IdSet set) {
        ByteWriter v1 = new ByteWriter();
        set.encodeV1(v1);
        ByteWriter v2 = new ByteWriter();
        set.encodeV2(v2);

        assertThat(IdSet.decodeV1(new ByteReader(v1.toByteArray()))).isEqualTo(set);
        assertThat(IdSet.decodeV2(new ByteReader(v2.toByteArray()))).isEqualTo(set);
        for (int length = 0; length < v2.size(); length++) {
            byte[] prefix = Arrays.copyOf(v2.toByteArray(), length);
            assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> IdSet.decodeV2(new ByteReader(prefix)));
        }
    }

    @Test
    void writesClientsDescendingAndRangesMerged() {
        IdSet set = new IdSet.Builder()
                .add(2, 5, 1)
                .add((1L << 53) - 1, 0, 2)
                .add(2, 0, 3)
                .add(2, 3, 1)
                .build();
        ByteWriter v1 = new ByteWriter();
        set.encodeV1(v1);
        ByteWriter v2 = new ByteWriter();
        set.encodeV2(v2);

        assertThat(set).hasToString("{9007199254740991=[0,2), 2=[0,4)[5,6)}");
        assertThat(v1.toByteArray()).isEqualTo(hex("02 ffffffffffffff0f 01 00 02  02 02 00 04 05 01"));
        assertThat(v2.toByteArray()).isEqualTo(hex("02 ffffffffffffff0f 01 00 01  02 02 00 03 01 00"));
    }

    @Test
    void sortsAndMergesWhatOthersWrote() {
        // client 2 before client 7, ranges backwards, overlapping, one of them empty, a client without any, a client
        // twice
        byte[] bytes = hex("04  02 03 05 02 00 03 02 02  07 01 04 00  08 00  02 01 07 01");

        assertThat(IdSet.decodeV1(new ByteReader(bytes))).hasToString("{2=[0,4)[5,8)}");
    }

    @Test
    void refusesClocksBeyond31Bits() {
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> IdSet.decodeV1(new ByteReader(hex("01 01 01 ffffffff07 01"))));
        assertThatExceptionOfType(DecodeException.class)
                .isThrownBy(() -> IdSet.decodeV2(new ByteReader(hex("01 01 02 ffffffff06 00 ffffffff06 00"))));
        assertThatIllegalArgumentException().isThrownBy(() -> new IdSet.Builder().add(1, Integer.MAX_VALUE, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new IdSet.Builder().add(1, -1, 1));
    }

    @Test
    void tellsItsRanges() {
        IdSet set = new IdSet.Builder().add(1, 0, 2).add(9, 4, 1).add(1, 7, 3).build();
        List<String> visited = new ArrayList<>();
        set.forEachRange((client, clock, length) -> visited.add(client + ":" + clock + "+" + length));

        assertThat(visited).containsExactly("9:4+1", "1:0+2", "1:7+3");
        assertThat(set.clients()).containsExactly(9, 1);
        assertThat(set.clientCount()).isEqualTo(2);
        assertThat(set.rangeCount(1)).isEqualTo(2);
        assertThat(set.rangeClock(1, 1)).isEqualTo(7);
        assertThat(set.rangeLength(1, 1)).isEqualTo(3);
        assertThat(set.rangeCount(5)).isZero();
        assertThat(set.isEmpty()).isFalse();
        assertThat(IdSet.EMPTY.isEmpty()).isTrue();
        assertThat(new IdSet.Builder().add(1, 5, 0).build()).isEqualTo(IdSet.EMPTY);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}
