package io.codecollab.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything breaks at random times, for random times, while people type; then everything is mended, and nothing that was
 * acknowledged may be missing anywhere. {@code -Dchaos.seconds=600} goes on for longer, {@code -Dseed=N} repeats a plan.
 */
class ClusterChaosIT {

    private static final int INSTANCES = 3;
    private static final int SECONDS = Integer.getInteger("chaos.seconds", 40);
    private static final List<String> DOCUMENTS = List.of("chaos0", "chaos1", "chaos2");
    private static final List<String> VISITED = List.of("visited0", "visited1", "visited2");
    private static final int VISITORS = 4;
    private static final int PAUSE_MS = 100;
    private static final String[] CLOSE_AND_COMPACT_OFTEN = {"--idle-unload", "1", "--compact-after", "20"};

    @Test
    void nothingThatWasAcknowledgedIsLostAndAllAgree(@TempDir Path folder) throws Throwable {
        long seed = Seed.next();
        ChaosPlan plan = new ChaosPlan(seed, SECONDS * 1_000, INSTANCES);
        System.out.println("chaos: " + plan);
        String hint = plan.toString();
        try (Cluster cluster = new Cluster(folder, INSTANCES, CLOSE_AND_COMPACT_OFTEN);
                NodeHost host = NodeHost.start();
                Crowd crowd = new Crowd(cluster, new Random(seed))) {
            for (String document : DOCUMENTS) {
                crowd.gather(document, host, PAUSE_MS);
            }
            crowd.visit(VISITED, VISITORS);
            crowd.awaitMore(100, hint);

            int faults = Chaos.run(plan, cluster);

            crowd.awaitMore(100, hint);
            crowd.agree(hint);
            crowd.seeEachOther();
            crowd.leave();
            System.out.println(
                    "chaos: seed=" + seed + " faults=" + faults + " acknowledged=" + crowd.acknowledgedCount());
            assertThat(faults).as(hint).isGreaterThan(SECONDS / 4);
            assertThat(crowd.acknowledgedCount()).as(hint).isGreaterThan(10 * SECONDS);
            if (seed % 2 == 0) {
                cluster.terminateAll();
                cluster.startAll();
                crowd.assertAllIsKept(hint);
            } else {
                cluster.killAll();
                cluster.startAll();
                crowd.assertAcknowledgedIsKept(hint);
            }
        }
    }
}
