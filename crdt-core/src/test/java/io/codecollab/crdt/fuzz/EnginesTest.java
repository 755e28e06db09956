package io.codecollab.crdt.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.IntegrityCheck;
import io.codecollab.crdt.Replica;
import io.codecollab.crdt.update.StateVector;
import io.codecollab.crdt.yrs.NeedsYrs;
import io.codecollab.crdt.yrs.YrsReplica;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Native yrs against our engine on random histories of three authors: rich text, arrays, maps, XML, subdocuments.
 *
 * <p>Surrogate pairs are left out: when somebody's edit cuts one, yrs keeps the pair whole in one half and nothing in the
 * other, Yjs and we put U+FFFD in both.
 */
@NeedsYrs
@DisplayName("Our engine and native yrs on random histories (skipped unless it was built: mvn -Pyrs)")
class EnginesTest {
    private static final int PEERS = 3;
    private static final int STEPS = 120;

    static long[] seeds() {
        return FuzzSettings.seeds(100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void bothSeeTheSameAfterEveryUpdateInOrder(long seed) {
        try (DocReplica ours = new DocReplica();
                YrsReplica yrs = new YrsReplica()) {
            int step = 0;
            for (byte[] update : history(new Random(seed))) {
                String where = "seed=" + seed + ", step=" + step++;
                Replica.Applied byUs = ours.applyUpdate(update);
                Replica.Applied byYrs = yrs.applyUpdate(update);

                assertThat(byYrs.changed()).as(where).isEqualTo(byUs.changed());
                assertThat(byYrs.parked()).as(where).isEqualTo(byUs.parked());
                assertSame(where, ours, yrs, step % 20 == 0);
            }
            assertSame("seed=" + seed, ours, yrs, true);
        }
    }

    /** Late, twice, out of order; and what each passes on makes another equal. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void bothEndUpTheSameWhateverTheOrder(long seed) {
        Random random = new Random(seed);
        List<byte[]> deliveries = history(random);
        deliveries.addAll(deliveries.subList(0, deliveries.size() / 3));
        Collections.shuffle(deliveries, random);
        try (DocReplica ours = new DocReplica();
                YrsReplica yrs = new YrsReplica();
                YrsReplica behindYrs = new YrsReplica();
                DocReplica oursBehindYrs = new DocReplica()) {
            for (byte[] update : deliveries) {
                ours.applyUpdate(update);
                byte[] passedOn = yrs.applyUpdate(update).update();
                behindYrs.applyUpdate(passedOn);
                oursBehindYrs.applyUpdate(passedOn);
            }

            assertThat(yrs.pendingBytes()).as("seed=%d", seed).isZero();
            assertSame("seed=" + seed, ours, yrs, true);
            assertSame("behind yrs, seed=" + seed, ours, behindYrs, true);
            assertSame("ours behind yrs, seed=" + seed, ours, oursBehindYrs, true);
        }
    }

    /** Stored and loaded between any two updates, as a server does it that is restarted all the time. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingIsLostWhenItIsStoredAndLoadedAllTheTime(long seed) {
        Random random = new Random(seed);
        List<byte[]> deliveries = history(random);
        Collections.shuffle(deliveries, random);
        byte[] stored = {0, 0};
        try (DocReplica ours = new DocReplica()) {
            for (byte[] update : deliveries) {
                ours.applyUpdate(update);
                try (YrsReplica yrs = new YrsReplica()) {
                    yrs.applyUpdate(stored);
                    yrs.applyUpdate(update);
                    stored = random.nextBoolean()
                            ? yrs.encodeStateAsUpdate()
                            : yrs.encodeStateAsUpdate(StateVector.EMPTY.encode());
                }
            }
            try (YrsReplica yrs = new YrsReplica()) {
                yrs.applyUpdate(stored);
                assertSame("seed=" + seed, ours, yrs, true);
            }
        }
    }

    private static void assertSame(String where, Replica ours, Replica other, boolean withContent) {
        assertThat(other.encodeStateVector()).as(where).isEqualTo(ours.encodeStateVector());
        for (int i = 0; i < 4; i++) {
            assertThat(other.text("root" + i)).as(where).isEqualTo(ours.text("root" + i));
        }
        if (withContent) {
            Doc fromOurs = loaded(ours);
            Doc fromOther = loaded(other);
            assertThat(fromOther.deleteSet()).as(where).isEqualTo(fromOurs.deleteSet());
            assertThat(content(fromOther)).as(where).isEqualTo(content(fromOurs));
        }
    }

    /** yrs writes -0.0 as the integer 0. */
    private static String content(Doc doc) {
        return IntegrityCheck.content(doc).replace("-0.0", "0");
    }

    private static Doc loaded(Replica replica) {
        Doc doc = new Doc(DocOptions.defaults().withCleanupFormatting(false));
        doc.applyUpdate(replica.encodeStateAsUpdate());
        return doc;
    }

    /** What three authors emitted who heard of each other now and then: in this order nothing has to wait. */
    private static List<byte[]> history(Random random) {
        RandomEdits edits = RandomEdits.withoutSurrogatePairs(random);
        List<byte[]> updates = new ArrayList<>();
        List<Doc> docs = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            Doc doc = new Doc(DocOptions.defaults()
                    .withClientId(random.nextInt(3) == 0 ? (1L << 53) - 1 - i : 1 + i)
                    .withCleanupFormatting(false));
            doc.onUpdate((update, origin, source, transaction) -> {
                if (transaction.local()) {
                    updates.add(update);
                }
            });
            docs.add(doc);
        }
        for (int step = 0; step < STEPS; step++) {
            Doc doc = docs.get(random.nextInt(PEERS));
            if (random.nextInt(3) > 0 || updates.isEmpty()) {
                edits.edit(doc);
            } else {
                new ArrayList<>(updates).forEach(update -> doc.applyUpdate(update, "remote"));
            }
        }
        return updates;
    }
}
