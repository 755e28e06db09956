package io.codecollab.server.e2e;

import static io.codecollab.server.e2e.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever breaks under load, in the end everybody and every instance has the same and no acknowledged edit is missing,
 * and PostgreSQL alone has it all. {@code -Dlong=true} breaks things for 30 s.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterFaultsIT {

    private static final int INSTANCES = 3;
    private static final long OUTAGE_MS = Boolean.getBoolean("long") ? 30_000 : 4_000;
    private static final int PAUSE_MS = 50;

    /** How long an edit may take to the other instances by way of the journal. */
    private static final Duration WITHOUT_REDIS = Duration.ofSeconds(5);

    private static final List<Crowd> CROWDS = new ArrayList<>();
    private static Cluster cluster;
    private static NodeHost host;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        cluster = new Cluster(folder, INSTANCES);
        host = NodeHost.start();
    }

    @AfterAll
    static void stop() throws Exception {
        host.close();
        cluster.close();
    }

    private enum RedisFault {
        KILLED,
        /** It keeps its connections and answers nothing. */
        PAUSED
    }

    @Order(1)
    @ParameterizedTest
    @EnumSource
    void redisMayGoAndComeBackUnderLoad(RedisFault fault) throws Throwable {
        long seed = Seed.next();
        String hint = "fault=" + fault + " seed=" + seed;
        try (Crowd crowd = crowd("redis-" + fault, seed, hint)) {
            if (fault == RedisFault.KILLED) {
                cluster.redis().kill();
            } else {
                cluster.redis().pause();
            }
            crossWithoutRedis("redis-" + fault + "-probe", hint);
            if (fault == RedisFault.KILLED) {
                cluster.redis().startAgain();
            } else {
                cluster.redis().resume();
            }
            crowd.awaitMore(100, hint);
            crowd.agree(hint);
        }
    }

    private enum NetworkFault {
        CUT,
        FROZEN,
        SLOW
    }

    @Order(2)
    @ParameterizedTest
    @EnumSource
    void anInstanceMayBeCutOffFromRedisUnderLoad(NetworkFault fault) throws Throwable {
        long seed = Seed.next();
        String hint = "fault=" + fault + " seed=" + seed;
        TcpProxy network = cluster.wayToRedis(0);
        try (Crowd crowd = crowd("network-" + fault, seed, hint)) {
            switch (fault) {
                case CUT -> network.cut();
                case FROZEN -> network.freeze();
                case SLOW -> network.delay(300);
            }
            crossWithoutRedis("network-" + fault + "-probe", hint);
            network.heal();
            crowd.awaitMore(100, hint);
            crowd.agree(hint);
        }
    }

    @Order(3)
    @Test
    void postgresMayDieUnderLoad() throws Throwable {
        long seed = Seed.next();
        String hint = "seed=" + seed;
        try (Crowd crowd = crowd("postgres", seed, hint)) {
            for (int outage = 0; outage < 2; outage++) {
                cluster.postgres().kill();
                Thread.sleep(OUTAGE_MS / 4);
                cluster.postgres().startAgain();
                crowd.awaitMore(100, hint + " outage=" + outage);
            }
            crowd.agree(hint);
        }
    }

    @Order(4)
    @Test
    void instancesMayDieUnderLoad() throws Throwable {
        long seed = Seed.next();
        String hint = "seed=" + seed;
        try (Crowd crowd = crowd("kill", seed, hint)) {
            for (int i = 0; i < INSTANCES; i++) {
                cluster.kill(i);
                crowd.awaitMore(100, hint + " while it is gone, instance=" + i);
                cluster.start(i);
                crowd.awaitMore(100, hint + " instance=" + i);
            }
            crowd.agree(hint);
        }
    }

    @Order(5)
    @Test
    void everythingIsInPostgres() throws Throwable {
        assertThat(CROWDS).isNotEmpty();
        cluster.terminateAll();
        cluster.startAll();

        for (Crowd crowd : CROWDS) {
            crowd.assertAllIsKept("after a restart of everything");
        }
    }

    /** People who are typing. */
    private static Crowd crowd(String document, long seed, String hint) throws Throwable {
        Crowd crowd = new Crowd(cluster, new Random(seed));
        CROWDS.add(crowd);
        crowd.gather(document, host, PAUSE_MS);
        crowd.awaitMore(50, hint);
        return crowd;
    }

    /** Sees to it, for as long as an outage lasts, that edits cross between the first two instances all the same. */
    private static void crossWithoutRedis(String document, String hint) throws Throwable {
        long endNs = System.nanoTime() + OUTAGE_MS * 1_000_000;
        Ledger ledger = new Ledger();
        try (RawEditor ann = new RawEditor(cluster.address(0), Framing.Y_WEBSOCKET, document, "ann", ledger, 0);
                RawEditor bob = new RawEditor(cluster.address(1), Framing.Y_WEBSOCKET, document, "bob", ledger, 1)) {
            for (int probe = 0; probe == 0 || System.nanoTime() < endNs; probe++) {
                String anns = ann.edit();
                String bobs = bob.edit();
                within(
                        WITHOUT_REDIS,
                        () -> assertThat(ann.has(bobs) && bob.has(anns))
                                .as("%s has %s and %s has %s, %s", ann, bobs, bob, anns, hint)
                                .isTrue());
                Thread.sleep(100);
            }
        }
    }
}
