package io.codecollab.crdt.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.oracle.WorldKind.Edit;
import io.codecollab.crdt.update.StateVector;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Small worlds, lived through completely: three peers, each following a script of three edits, and every way the edits can
 * be shuffled, heard and missed. Engine and oracle live every one of them; their edits have the same bytes, their documents
 * the same content and state vector, and all replicas of the engine the same encoded state once it was stored and loaded.
 *
 * <p>Before that the bytes may differ, as they do in Yjs: what was collected in two transactions can stay unmerged. Those
 * bytes are compared with the ones Yjs has in the same worlds (worlds-recorder.mjs).
 */
class SmallWorldsTest {

    private static final long AUTHOR = 9;
    private static final long OBSERVER = 99;
    private static final int PEERS = 3;
    private static final int EDITS = 3;

    /** Peers that never hear of each other: all 216 choices of scripts, 1680 orders each. */
    @ParameterizedTest
    @EnumSource
    void everyShuffleOfConcurrentEditsMakesOneDocument(WorldKind kind) {
        for (int[] scripts : scriptChoices(kind)) {
            World world = new World(kind, scripts);
            world.liveApart(EDITS);
            Outcome expected = world.oracleOutcome();

            int[] threeTimesThree = {EDITS, EDITS, EDITS};
            byte[][] state = new byte[1][];
            Permutations.forEachInterleaving(threeTimesThree, order -> {
                Engine observer = new Engine(OBSERVER);
                observer.apply(world.base);
                int[] next = new int[PEERS];
                for (int peer : order) {
                    observer.apply(world.updates.get(peer).get(next[peer]++));
                }
                world.check(observer, expected, state, order);
            });
        }
    }

    /** Two edits each, and no order is kept, not even between a peer's own: 216 choices of scripts, 720 orders each. */
    @ParameterizedTest
    @EnumSource
    void everyOrderWhatsoeverMakesOneDocument(WorldKind kind) {
        for (int[] scripts : scriptChoices(kind)) {
            World world = new World(kind, scripts);
            world.liveApart(2);
            Outcome expected = world.oracleOutcome();
            List<byte[]> updates = new ArrayList<>();
            world.updates.forEach(updates::addAll);

            byte[][] state = new byte[1][];
            Permutations.forEach(updates.size(), order -> {
                Engine observer = new Engine(OBSERVER);
                for (int index : order) {
                    observer.apply(updates.get(index));
                }
                observer.apply(world.base);
                world.check(observer, expected, state, order);
            });
        }
    }

    /** Nine edits, three of each peer, in all 362,880 orders. */
    @Test
    void everyOrderOfNineEditsMakesOneDocument() {
        World world = new World(WorldKind.TEXT, 0, 3, 4);
        world.liveApart(EDITS);
        Outcome expected = world.oracleOutcome();
        List<byte[]> updates = new ArrayList<>();
        world.updates.forEach(updates::addAll);

        byte[][] state = new byte[1][];
        Permutations.forEach(updates.size(), order -> {
            Engine observer = new Engine(OBSERVER);
            observer.apply(world.base);
            for (int index : order) {
                observer.apply(updates.get(index));
            }
            world.check(observer, expected, state, order);
        });
    }

    /**
     * Between their edits peers hear of each other, or not: all 4096 patterns of who heard whom, for each script next to the
     * two that follow it.
     */
    @ParameterizedTest
    @EnumSource
    void everyPatternOfWhoHeardWhomMakesOneDocument(WorldKind kind) throws NoSuchAlgorithmException {
        List<String> digests = new ArrayList<>();
        int scripts = kind.scripts().size();
        for (int first = 0; first < scripts; first++) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int pattern = 0; pattern < 1 << 12; pattern++) {
                World world = new World(kind, first, (first + 1) % scripts, (first + 2) % scripts);
                world.liveTogether(pattern);
                Outcome expected = world.oracleOutcome();

                byte[][] state = new byte[1][];
                for (int peer = 0; peer < PEERS; peer++) {
                    world.engines.get(peer).hearEverything();
                    world.check(world.engines.get(peer).replica, expected, state, pattern, peer);
                    digest.update(world.engines.get(peer).replica.stateAsUpdate());
                    world.oracles.get(peer).hearEverything();
                    assertThat(outcome(kind, world.oracles.get(peer).replica))
                            .as("oracle, pattern %d", pattern)
                            .isEqualTo(expected);
                }
            }
            digests.add(World.hex(digest.digest()));
        }
        assertThat(digests)
                .as("states of all peers in all patterns, per script")
                .isEqualTo(RecordedJson.resource("/vectors/worlds.json")
                        .object("digests")
                        .elements(kind.name()));
    }

    private static List<int[]> scriptChoices(WorldKind kind) {
        int scripts = kind.scripts().size();
        List<int[]> choices = new ArrayList<>();
        for (int choice = 0; choice < scripts * scripts * scripts; choice++) {
            choices.add(new int[] {choice % scripts, choice / scripts % scripts, choice / scripts / scripts});
        }
        return choices;
    }

    /** What everybody must end up with. */
    private record Outcome(Object content, StateVector stateVector) {}

    private static Outcome outcome(WorldKind kind, CrdtUnderTest replica) {
        return new Outcome(kind.content(replica), replica.stateVector());
    }

    /** Three peers, each there twice: as engine and as oracle. */
    private static final class World {
        private final WorldKind kind;
        private final int[] scripts;
        private final byte[] base;
        private final List<List<byte[]>> updates = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        private final List<Peer> engines;
        private final List<Peer> oracles;

        World(WorldKind kind, int... scripts) {
            this.kind = kind;
            this.scripts = scripts;
            this.base = kind.begin(new SlowDoc(AUTHOR));
            this.engines = peers(Engine::new);
            this.oracles = peers(SlowDoc::new);
        }

        private List<Peer> peers(LongFunction<CrdtUnderTest> factory) {
            List<Peer> peers = new ArrayList<>();
            for (int client = 1; client <= PEERS; client++) {
                peers.add(new Peer(factory.apply(client)));
            }
            return peers;
        }

        void liveApart(int edits) {
            for (int round = 0; round < edits; round++) {
                editAll(round);
            }
        }

        /** Between two rounds each peer hears all, or nothing, of each other one: a bit each. */
        void liveTogether(int pattern) {
            for (int round = 0; round < EDITS; round++) {
                editAll(round);
                for (int bit = 0; round < EDITS - 1 && bit < 6; bit++) {
                    if ((pattern >> (6 * round + bit) & 1) != 0) {
                        int hearer = bit / 2;
                        int heard = (hearer + 1 + bit % 2) % PEERS;
                        engines.get(hearer).hear(heard);
                        oracles.get(hearer).hear(heard);
                    }
                }
            }
        }

        private void editAll(int round) {
            for (int peer = 0; peer < PEERS; peer++) {
                Edit edit = kind.scripts().get(scripts[peer]).get(round);
                String value = "%c".formatted("abcABC123".charAt(EDITS * peer + round));
                byte[] fromEngine = kind.edit(engines.get(peer).replica, edit, value);
                byte[] fromOracle = kind.edit(oracles.get(peer).replica, edit, value);
                if (!Arrays.equals(fromEngine, fromOracle)) {
                    throw new AssertionError("edit %s of %s: engine %s, oracle %s"
                            .formatted(edit, this, hex(fromEngine), hex(fromOracle)));
                }
                updates.get(peer).add(fromEngine);
            }
        }

        Outcome oracleOutcome() {
            SlowDoc oracle = new SlowDoc(OBSERVER);
            oracle.apply(base);
            updates.forEach(ofPeer -> ofPeer.forEach(oracle::apply));
            return outcome(kind, oracle);
        }

        /** Compares without building messages: this runs millions of times. */
        void check(CrdtUnderTest replica, Outcome expected, byte[][] state, int... order) {
            byte[] encoded = replica.stateAsUpdate();
            if (state[0] == null) {
                state[0] = encoded;
            }
            boolean sameState = Arrays.equals(encoded, state[0]) || Arrays.equals(loaded(encoded), loaded(state[0]));
            if (!outcome(kind, replica).equals(expected) || !sameState || replica.hasPending()) {
                throw new AssertionError("%s, order %s: is %s, state %s, pending %b; expected %s, state %s"
                        .formatted(
                                this,
                                Arrays.toString(order),
                                outcome(kind, replica),
                                hex(encoded),
                                replica.hasPending(),
                                expected,
                                hex(state[0])));
            }
        }

        private static byte[] loaded(byte[] state) {
            Engine reader = new Engine(OBSERVER);
            reader.apply(state);
            return reader.stateAsUpdate();
        }

        private static String hex(byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }

        @Override
        public String toString() {
            return "%s world with scripts %s".formatted(kind, Arrays.toString(scripts));
        }

        /** A replica and how much of each peer it has heard. */
        private final class Peer {
            final CrdtUnderTest replica;
            private final int[] heard = new int[PEERS];

            Peer(CrdtUnderTest replica) {
                this.replica = replica;
                replica.apply(base);
            }

            void hear(int other) {
                List<byte[]> said = updates.get(other);
                while (heard[other] < said.size()) {
                    replica.apply(said.get(heard[other]++));
                }
            }

            void hearEverything() {
                for (int other = 0; other < PEERS; other++) {
                    hear(other);
                }
            }
        }
    }
}
