package io.codecollab.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.update.Updates;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a replica says it holds, against what its parts are known to take. That the counters are right after every kind of
 * change is asserted by {@link IntegrityCheck} in the random runs.
 */
class ReplicaMemoryTest {

    private static final long ITEM_BYTES = 72;

    private final Doc author = new Doc();
    private final DocReplica replica = new DocReplica();
    private final long empty = replica.memoryBytes();

    /** How much more the replica holds once it knows what the author has done. */
    private long grown() {
        replica.applyUpdate(author.encodeStateAsUpdate());
        return replica.memoryBytes() - empty;
    }

    @Test
    void anEmptyReplicaIsSmall() {
        assertThat(empty).isBetween(500L, 5000L);
    }

    @Test
    void textTakesAByteACharacter() {
        author.getText("t").insert(0, "a".repeat(1_000_000));

        assertThat(grown()).isBetween(1_000_000L, 1_300_000L);
    }

    @Test
    void wideTextTakesTwoBytesACharacter() {
        author.getText("t").insert(0, "д".repeat(1_000_000));

        assertThat(grown()).isBetween(2_000_000L, 2_300_000L);
    }

    @Test
    void everyStructCountsAsAnItem() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            author.getText("t").insert(random.nextInt(i + 1), "a");
        }

        long structs = author.structCount();
        assertThat(structs).isGreaterThan(9_000);
        assertThat(grown()).isBetween(ITEM_BYTES * structs, 2 * ITEM_BYTES * structs);
    }

    @Test
    void valuesCountWithTheirBytes() {
        author.getArray("a").insert(0, List.of("x".repeat(500_000), "y".repeat(500_000)));
        author.getArray("a").insert(1, List.of(new byte[1_000_000]));
        author.getMap("m").set("k", "z".repeat(1_000_000));

        assertThat(grown()).isBetween(3_000_000L, 3_100_000L);
    }

    @Test
    void whatIsDeletedIsGivenBack() {
        author.getText("t").insert(0, "a".repeat(100_000));
        author.getMap("m").set("k", "z".repeat(100_000));
        YArray nested = new YArray();
        author.getMap("m").set("nested", nested);
        nested.insert(0, List.of("y".repeat(100_000)));
        long before = grown();

        author.getText("t").delete(0, 100_000);
        author.getMap("m").clear();

        assertThat(before).isGreaterThan(300_000);
        assertThat(grown()).isLessThan(10_000);
    }

    /** More than a hundred megabytes typed in all: what is left is one text, not a note of every page there ever was. */
    @Test
    void aTextThatIsWrittenOverAgainAndAgainDoesNotGrow() {
        YText text = author.getText("t");
        author.onUpdate((update, origin, source, transaction) -> replica.applyUpdate(update));
        for (int i = 0; i < 500; i++) {
            author.transact(transaction -> {
                text.delete(0, text.length());
                text.insert(0, "a".repeat(1 << 18));
            });
        }

        assertThat(replica.memoryBytes() - empty).isBetween(1L << 18, 1L << 19);
        assertThat(replica.text("t")).hasSize(1 << 18);
    }

    @Test
    void anEncodedStateIsLetGoWhenTheDocumentChanges() {
        author.getText("t").insert(0, "a".repeat(100_000));
        long before = grown();
        byte[] state = replica.encodeStateAsUpdate();
        assertThat(replica.memoryBytes()).isGreaterThan(empty + before + state.length - 1);

        author.getText("t").insert(0, "b");

        assertThat(grown()).isLessThan(before + 1000);
    }

    @Test
    void whatIsParkedCountsUntilItIsPruned() {
        author.getText("t").insert(0, "a");
        byte[] stateVector = author.encodeStateVector();
        author.getText("t").insert(1, "b".repeat(1_000_000));
        byte[] later = Updates.diffUpdate(author.encodeStateAsUpdate(), stateVector);

        replica.applyUpdate(later);
        long parked = replica.memoryBytes() - empty;
        replica.doc().prunePending();

        assertThat(parked).isBetween(1_000_000L, 1_100_000L);
        assertThat(replica.memoryBytes() - empty).isLessThan(1_000);
    }

    @Test
    void theEncodedStateCountsOnceItWasAskedFor() {
        author.getText("t").insert(0, "a".repeat(100_000));
        long before = grown();

        byte[] state = replica.encodeStateAsUpdate();

        assertThat(replica.memoryBytes() - empty - before).isBetween((long) state.length, state.length + 100L);
    }

    @Test
    void manyClientsCountOneByOne() {
        for (int client = 1; client <= 1000; client++) {
            Doc one = new Doc(DocOptions.defaults().withClientId(client));
            one.getText("t").insert(0, "a");
            replica.applyUpdate(one.encodeStateAsUpdate());
        }

        assertThat(replica.memoryBytes() - empty).isBetween(200_000L, 600_000L);
    }
}
