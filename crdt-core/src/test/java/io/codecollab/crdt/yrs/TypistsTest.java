package io.codecollab.crdt.yrs;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.Replica;
import io.codecollab.crdt.lib0.DecodeException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whether clients of a server end with the same document, whoever merges. */
@NeedsYrs
@DisplayName("Typists on native yrs and on Java's engine (skipped unless it was built: mvn -Pyrs)")
class TypistsTest {

    private static final int SEEDS = 30;

    @Test
    void agreeAsLongAsTheyLeavePairsWhole() {
        assertThat(seedsThatDisagree("yrs", false)).as("seeds").isEmpty();
        assertThat(seedsThatDisagree("java", false)).as("seeds").isEmpty();
    }

    /** By mistake of yrs 0.27, see {@code YrsReplicaTest.differsDeletingHalfOfAPairDamagesWhatIsBehindIt}. */
    @Test
    void differsWhoCutsPairsDisagreesOnYrs() {
        assertThat(seedsThatDisagree("yrs", true)).as("seeds").isNotEmpty();
        assertThat(seedsThatDisagree("java", true)).as("seeds").isEmpty();
    }

    private static List<Long> seedsThatDisagree(String engine, boolean cutPairs) {
        return LongStream.rangeClosed(1, SEEDS)
                .filter(seed -> disagree(engine, cutPairs, seed))
                .boxed()
                .toList();
    }

    private static boolean disagree(String engine, boolean cutPairs, long seed) {
        try (Replica replica = engine.equals("yrs") ? new YrsReplica() : new DocReplica()) {
            Typists typists = new Typists(replica, cutPairs, seed);
            typists.run();
            return !typists.agree();
        } catch (DecodeException unreadable) {
            return true; // what the replica said of its state is no update
        }
    }
}
