package io.codecollab.server.relay;

import static io.codecollab.server.e2e.Eventually.eventually;
import static io.codecollab.server.e2e.Eventually.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.server.e2e.RedisCluster;
import io.codecollab.server.e2e.RedisServer;
import io.lettuce.core.cluster.SlotHash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances and three masters that share the slots. */
class RedisRelayClusterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int DOCUMENTS = 30;

    @TempDir
    private static Path folder;

    private static RedisCluster cluster;

    private Instance ann;
    private Instance bob;
    private final List<Copy> annsCopies = new ArrayList<>();
    private final List<Copy> bobsCopies = new ArrayList<>();

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = new RedisCluster(folder);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    /** One of them is told of one node alone. */
    @BeforeEach
    void start() throws Throwable {
        ann = new Instance(cluster.url());
        bob = new Instance(cluster.master(1).url());
        for (int i = 0; i < DOCUMENTS; i++) {
            annsCopies.add(ann.open(nameOf(i)));
            bobsCopies.add(bob.open(nameOf(i)));
        }
    }

    @AfterEach
    void stop() {
        ann.close();
        bob.close();
    }

    /** Some with braces, of which Redis hashes what is in between. */
    private static String nameOf(int document) {
        return switch (document % 3) {
            case 0 -> "document " + document;
            case 1 -> "{\uD83D\uDE00" + document + "}";
            default -> "{}" + document;
        };
    }

    @Test
    void aMessageBurdensOneShard() throws Throwable {
        long before = calls("spublish");

        assertAllHear("hello");

        assertThat(calls("spublish") - before).isEqualTo(DOCUMENTS);
        assertThat(calls("publish")).isZero();
        for (int i = 0; i < 3; i++) {
            assertThat(cluster.master(i).calls()).as("master=%d", i).containsKeys("spublish", "ssubscribe");
        }
    }

    @Test
    void allHearAgainAfterAMasterWasKilledAndStartedAgain() throws Throwable {
        for (int i = 0; i < 3; i++) {
            List<Integer> before = annsCopies.stream().map(Copy::connections).toList();
            RedisServer master = cluster.master(i);

            master.kill();
            within(
                    PATIENCE,
                    () -> assertThat(ann.relay().isDown() && bob.relay().isDown())
                            .isTrue());
            master.startAgain();

            within(
                    PATIENCE,
                    () -> assertThat(ann.relay().isDown() || bob.relay().isDown())
                            .isFalse());
            within(
                    PATIENCE,
                    () -> assertThat(annsCopies)
                            .noneMatch(copy -> copy.connections() <= before.get(annsCopies.indexOf(copy))));
            assertAllHear("after " + i);
        }
    }

    @Test
    void hearsAgainAfterAMasterHungUpOnThoseWhoListen() throws Throwable {
        for (int i = 0; i < 3; i++) {
            cluster.master(i).killSubscribers();
            String text = "after " + i;
            within(
                    PATIENCE,
                    () -> assertThat(ann.relay().isDown() || bob.relay().isDown())
                            .isFalse());
            assertAllHear(text);
        }
    }

    @Test
    void hearsADocumentWhoseSlotMoves() throws Throwable {
        String name = nameOf(0);
        String slot = Integer.toString(SlotHash.getSlot(Channel.nameOf(name)));
        RedisServer from = ownerOf(slot);
        RedisServer to = from == cluster.master(0) ? cluster.master(1) : cluster.master(0);
        String fromId = String.valueOf(from.command("CLUSTER", "MYID"));
        String toId = String.valueOf(to.command("CLUSTER", "MYID"));

        to.command("CLUSTER", "SETSLOT", slot, "IMPORTING", fromId);
        from.command("CLUSTER", "SETSLOT", slot, "MIGRATING", toId);
        to.command("CLUSTER", "SETSLOT", slot, "NODE", toId);
        from.command("CLUSTER", "SETSLOT", slot, "NODE", toId);

        eventually(() -> assertThat(to.subscriptions()).containsEntry(Channel.nameOf(name), 2L));
        assertThat(annsCopies.get(0).connections()).isGreaterThan(1);
        assertAllHear("moved");
    }

    private static RedisServer ownerOf(String slot) throws IOException {
        for (int i = 0; i < 3; i++) {
            RedisServer master = cluster.master(i);
            String keys = String.valueOf(master.command("CLUSTER", "SHARDS"));
            String id = String.valueOf(master.command("CLUSTER", "MYID"));
            assertThat(keys).contains(id);
            if (owns(master, slot)) {
                return master;
            }
        }
        throw new IllegalStateException("no owner, slot=" + slot);
    }

    private static boolean owns(RedisServer master, String slot) throws IOException {
        try {
            master.command("EXISTS", Channel.nameOf(nameOf(0)));
            return true;
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("MOVED " + slot);
            return false;
        }
    }

    private void assertAllHear(String text) throws Throwable {
        within(PATIENCE, () -> {
            for (int i = 0; i < DOCUMENTS; i++) {
                Copy hearing = bobsCopies.get(i);
                if (!hearing.texts().contains(text)) {
                    annsCopies.get(i).say(text);
                }
            }
            Thread.sleep(100);
            assertThat(bobsCopies).allMatch(copy -> copy.texts().contains(text));
        });
        assertThat(ann.dropped("malformed-peer-message")).isZero();
    }

    private static long calls(String command) throws IOException {
        long calls = 0;
        for (int i = 0; i < 3; i++) {
            calls += cluster.master(i).calls().getOrDefault(command, 0L);
        }
        return calls;
    }
}
