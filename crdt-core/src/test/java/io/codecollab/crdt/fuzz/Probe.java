package io.codecollab.crdt.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.IntegrityCheck;
import io.codecollab.crdt.RelativePosition;
import io.codecollab.crdt.Replica;
import io.codecollab.crdt.Snapshot;
import io.codecollab.crdt.YText;
import io.codecollab.crdt.awareness.Awareness;
import io.codecollab.crdt.awareness.AwarenessUpdate;
import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.DecodeLimits;
import io.codecollab.crdt.sync.SyncMessage;
import io.codecollab.crdt.sync.SyncPeer;
import io.codecollab.crdt.sync.SyncProtocol;
import io.codecollab.crdt.sync.YWebSocketProtocol;
import io.codecollab.crdt.update.StateVector;
import io.codecollab.crdt.update.Updates;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What must hold whatever bytes an entry point is given. A probe returns normally when the input was refused properly or was
 * accepted and did no harm; everything else is an error of the library.
 */
enum Probe {
    /** {@link Doc#applyUpdate}. */
    APPLY_V1 {
        @Override
        void run(byte[] state, byte[] input) {
            Documents.apply(state, input, false);
        }
    },
    /** {@link Doc#applyUpdateV2}. */
    APPLY_V2 {
        @Override
        void run(byte[] state, byte[] input) {
            Documents.apply(state, input, true);
        }
    },
    /** {@link Replica#applyUpdate}: what it says is worth passing on makes another replica equal. */
    REPLICA {
        @Override
        void run(byte[] state, byte[] input) {
            DocReplica first = Documents.replica(state);
            DocReplica second = Documents.replica(state);
            Replica.Applied applied = attempt(input, () -> first.applyUpdate(input));
            if (applied == null) {
                return;
            }
            second.applyUpdate(applied.update());
            IntegrityCheck.check(second.doc());
            assertThat(second.encodeStateVector()).isEqualTo(first.encodeStateVector());
            assertThat(second.doc().deleteSet()).isEqualTo(first.doc().deleteSet());
            assertThat(second.doc().pendingInfo()).isEqualTo(first.doc().pendingInfo());
            assertThat(IntegrityCheck.content(second.doc())).isEqualTo(IntegrityCheck.content(first.doc()));
        }
    },
    /** {@link Updates#mergeUpdates}. */
    MERGE_V1 {
        @Override
        void run(byte[] state, byte[] input) {
            byte[] merged = attempt(input, () -> Updates.mergeUpdates(List.of(state, input)), state.length);
            if (merged != null) {
                Updates.decodeUpdate(merged);
                Updates.mergeUpdates(List.of(input, merged));
                Documents.apply(state, merged, false);
            }
        }
    },
    /** {@link Updates#mergeUpdatesV2}. */
    MERGE_V2 {
        @Override
        void run(byte[] state, byte[] input) {
            byte[] stateV2 = Updates.convertUpdateFormatV1ToV2(state);
            byte[] merged = attempt(input, () -> Updates.mergeUpdatesV2(List.of(stateV2, input)), state.length);
            if (merged != null) {
                Updates.decodeUpdateV2(merged);
                Updates.mergeUpdatesV2(List.of(input, merged));
            }
        }
    },
    /** {@link Updates#diffUpdate}, with the input in each of its roles. */
    DIFF_V1 {
        @Override
        void run(byte[] state, byte[] input) {
            byte[] vector = Updates.encodeStateVectorFromUpdate(state);
            byte[] diff = attempt(input, () -> Updates.diffUpdate(input, vector));
            if (diff != null) {
                Updates.decodeUpdate(diff);
                assertThat(Updates.diffUpdate(diff, vector)).isEqualTo(diff);
            }
            byte[] unknown = attempt(input, () -> Updates.diffUpdate(state, input), state.length);
            if (unknown != null) {
                Updates.decodeUpdate(unknown);
            }
        }
    },
    /** {@link Updates#diffUpdateV2}. */
    DIFF_V2 {
        @Override
        void run(byte[] state, byte[] input) {
            byte[] vector = Updates.encodeStateVectorFromUpdate(state);
            byte[] diff = attempt(input, () -> Updates.diffUpdateV2(input, vector));
            if (diff != null) {
                Updates.decodeUpdateV2(diff);
            }
        }
    },
    /** {@link Updates#split}: the pieces have the effect of the whole, and what the whole does not park they do not. */
    SPLIT_V1 {
        @Override
        void run(byte[] state, byte[] input) {
            byte[] whole = attempt(input, () -> Updates.mergeUpdates(List.of(state, input)), state.length);
            byte[] vector = Updates.encodeStateVectorFromUpdate(state);
            int maxBytes = 1 + input.length / 3;
            List<byte[]> pieces = attempt(input, () -> Updates.split(input, maxBytes, vector), state.length);
            if (pieces == null || whole == null) {
                return;
            }
            Documents.assertPiecesHaveSameEffect(state, input, pieces);
            Documents.assertPiecesHaveSameEffect(new byte[] {0, 0}, whole, Updates.split(whole, maxBytes));
        }
    },
    /** {@link Updates#convertUpdateFormatV1ToV2}, there and back. */
    CONVERT_V1 {
        @Override
        void run(byte[] state, byte[] input) {
            byte[] v2 = attempt(input, () -> Updates.convertUpdateFormatV1ToV2(input));
            if (v2 != null) {
                byte[] back = Updates.convertUpdateFormatV2ToV1(v2);
                assertThat(Updates.convertUpdateFormatV1ToV2(back)).isEqualTo(v2);
                Documents.assertSameEffect(state, input, back);
            }
        }
    },
    /** {@link Updates#convertUpdateFormatV2ToV1}. */
    CONVERT_V2 {
        @Override
        void run(byte[] state, byte[] input) {
            byte[] v1 = attempt(input, () -> Updates.convertUpdateFormatV2ToV1(input));
            if (v1 != null) {
                Updates.decodeUpdate(v1);
            }
        }
    },
    /** Everything that only looks at an update. */
    INSPECT_V1 {
        @Override
        void run(byte[] state, byte[] input) {
            boolean valid = attempt(input, () -> Updates.decodeUpdate(input)) != null;
            byte[] vector = attempt(input, () -> Updates.encodeStateVectorFromUpdate(input));
            boolean meta = attempt(input, () -> Updates.parseUpdateMeta(input)) != null;
            attempt(input, () -> Updates.isEmptyUpdate(input));
            if (valid) {
                assertThat(meta).isTrue();
                StateVector.decode(Documents.present(vector));
            }
        }
    },
    /** Everything that only looks at an update in format V2. */
    INSPECT_V2 {
        @Override
        void run(byte[] state, byte[] input) {
            boolean valid = attempt(input, () -> Updates.decodeUpdateV2(input)) != null;
            byte[] vector = attempt(input, () -> Updates.encodeStateVectorFromUpdateV2(input));
            boolean meta = attempt(input, () -> Updates.parseUpdateMetaV2(input)) != null;
            attempt(input, () -> Updates.isEmptyUpdateV2(input));
            if (valid) {
                assertThat(meta).isTrue();
                StateVector.decode(Documents.present(vector));
            }
        }
    },
    /** {@link Updates#obfuscateUpdate}. */
    OBFUSCATE_V1 {
        @Override
        void run(byte[] state, byte[] input) {
            byte[] obfuscated = attempt(input, () -> Updates.obfuscateUpdate(input));
            if (obfuscated != null) {
                assertThat(Updates.parseUpdateMeta(obfuscated)).isEqualTo(Updates.parseUpdateMeta(input));
                Updates.decodeUpdate(obfuscated);
            }
        }
    },
    /** {@link Updates#obfuscateUpdateV2}. */
    OBFUSCATE_V2 {
        @Override
        void run(byte[] state, byte[] input) {
            byte[] obfuscated = attempt(input, () -> Updates.obfuscateUpdateV2(input));
            if (obfuscated != null) {
                assertThat(Updates.parseUpdateMetaV2(obfuscated)).isEqualTo(Updates.parseUpdateMetaV2(input));
                Updates.decodeUpdateV2(obfuscated);
            }
        }
    },
    /** A state vector from a stranger who wants to know what it lacks. */
    STATE_VECTOR {
        @Override
        void run(byte[] state, byte[] input) {
            StateVector vector = attempt(input, () -> StateVector.decode(input));
            if (vector != null) {
                assertThat(StateVector.decode(vector.encode())).isEqualTo(vector);
                Doc doc = Documents.doc(state);
                Updates.decodeUpdate(doc.encodeStateAsUpdate(input));
                Updates.decodeUpdateV2(doc.encodeStateAsUpdateV2(input));
                IntegrityCheck.check(doc);
            }
        }
    },
    /** {@link Snapshot}, read in both formats and asked for everything it can do. */
    SNAPSHOT {
        @Override
        void run(byte[] state, byte[] input) {
            Snapshot snapshot = attempt(input, () -> Snapshot.decode(input));
            Snapshot second = attempt(input, () -> Snapshot.decodeV2(input));
            if (snapshot != null) {
                assertThat(Snapshot.decode(snapshot.encode())).isEqualTo(snapshot);
                assertThat(Snapshot.decodeV2(snapshot.encodeV2())).isEqualTo(snapshot);
                Documents.lookBack(Documents.doc(state, false), snapshot, second == null ? Snapshot.EMPTY : second);
            }
            attempt(input, () -> Snapshot.EMPTY.containsUpdate(input));
            attempt(input, () -> Snapshot.EMPTY.containsUpdateV2(input));
        }
    },
    /** {@link RelativePosition}. */
    RELATIVE_POSITION {
        @Override
        void run(byte[] state, byte[] input) {
            RelativePosition position = attempt(input, () -> RelativePosition.decode(input));
            if (position != null) {
                assertThat(RelativePosition.decode(position.encode())).isEqualTo(position);
                Doc doc = Documents.doc(state);
                String before = Documents.imprint(doc);
                position.toAbsolute(doc);
                position.toAbsolute(doc, false);
                assertThat(Documents.imprint(doc)).isEqualTo(before);
                IntegrityCheck.check(doc);
            }
        }
    },
    /** {@link SyncProtocol} and {@link SyncPeer}. */
    SYNC {
        @Override
        void run(byte[] state, byte[] input) {
            attempt(input, () -> YWebSocketProtocol.decode(input));
            SyncMessage message = attempt(input, () -> SyncProtocol.decode(input));
            if (message == null) {
                return;
            }
            byte[] encoded = SyncProtocol.encode(message);
            assertThat(SyncProtocol.encode(SyncProtocol.decode(encoded))).isEqualTo(encoded);
            Doc doc = Documents.doc(state);
            SyncPeer peer = new SyncPeer(doc, answer -> SyncProtocol.decode(SyncProtocol.encode(answer)));
            peer.start();
            String before = Documents.imprint(doc);
            try {
                peer.receive(message);
            } catch (DecodeException refused) {
                assertThat(Documents.imprint(doc)).isEqualTo(before);
            }
            IntegrityCheck.check(doc);
        }
    },
    /** {@link AwarenessUpdate} and {@link Awareness}. */
    AWARENESS {
        @Override
        void run(byte[] state, byte[] input) {
            attempt(input, () -> AwarenessUpdate.decode(input));
            attempt(input, () -> AwarenessUpdate.modify(input, value -> value));
            Awareness awareness = new Awareness(5, () -> 0);
            String before = awareness.states().toString();
            Object applied = attempt(input, () -> {
                awareness.apply(input, "remote");
                return awareness;
            });
            if (applied == null) {
                assertThat(awareness.states()).hasToString(before);
            }
        }
    };

    /**
     * Feeds one input to the entry point.
     *
     * @param state a valid update in format V1: the document that the input meets
     * @throws RuntimeException if anything but the typed refusal escaped
     * @throws AssertionError if the outcome is not what it must be
     */
    abstract void run(byte[] state, byte[] input);

    /** The result, or null if the input was refused. Neither may allocate more than a multiple of the input. */
    private static <T> @Nullable T attempt(byte[] input, Supplier<T> action) {
        return attempt(input, action, 0);
    }

    private static <T> @Nullable T attempt(byte[] input, Supplier<T> action, int validBytes) {
        Allocation allocation = new Allocation();
        try {
            return action.get();
        } catch (DecodeException refused) {
            return null;
        } finally {
            Documents.assertModest(allocation, input.length + validBytes);
        }
    }

    /** Documents that meet inputs. */
    static final class Documents {
        /**
         * What an entry point may allocate: so many bytes per byte of input, on top of a constant.
         */
        static final long ALLOCATED_PER_BYTE = 400;

        static final long ALLOCATED_ANYWAY = 1 << 19;

        /** The default budget of structs is for legitimate documents; it would drown the measurement. */
        private static final DecodeLimits LIMITS = new DecodeLimits(512, 16, 1000);

        private Documents() {}

        static Doc doc(byte[] state) {
            return doc(state, true);
        }

        static Doc doc(byte[] state, boolean gc) {
            Doc doc = new Doc(DocOptions.defaults()
                    .withClientId(4_000_000_000L)
                    .withCleanupFormatting(false)
                    .withGc(gc)
                    .withLimits(LIMITS));
            doc.applyUpdate(state);
            return doc;
        }

        /** Everything that a snapshot from somewhere can be asked about a document that it may not be of. */
        static void lookBack(Doc doc, Snapshot snapshot, Snapshot earlier) {
            String content = IntegrityCheck.content(doc);
            try {
                Doc past = snapshot.createDoc(doc);
                IntegrityCheck.check(past);
                for (long client : past.stateVector().clients()) {
                    assertThat(past.stateVector().get(client))
                            .isLessThanOrEqualTo(snapshot.stateVector().get(client));
                }
            } catch (IllegalArgumentException notItsPast) {
                assertThat(notItsPast).hasMessageContaining("snapshot");
            }
            for (String name : doc.rootNames()) {
                if (RandomEdits.root(doc, name) instanceof YText text) {
                    text.toDelta(snapshot, null);
                    text.toDelta(snapshot, earlier);
                }
            }
            IntegrityCheck.check(doc);
            assertThat(IntegrityCheck.content(doc)).isEqualTo(content);
        }

        static DocReplica replica(byte[] state) {
            return new DocReplica(doc(state));
        }

        static byte[] present(byte @Nullable [] bytes) {
            if (bytes == null) {
                throw new AssertionError("one utility refuses what another accepts");
            }
            return bytes;
        }

        /** Everything about a document that a refusal must leave as it is. */
        static String imprint(Doc doc) {
            return String.join(
                    "\n",
                    IntegrityCheck.traces(doc),
                    doc.stateVector().toString(),
                    doc.deleteSet().toString(),
                    doc.pendingInfo().toString(),
                    "structs=" + doc.structCount(),
                    HexFormat.of().formatHex(doc.encodeStateAsUpdate()),
                    HexFormat.of().formatHex(doc.encodeStateAsUpdateV2()));
        }

        static void assertModest(Allocation allocation, int inputBytes) {
            long allocated = allocation.bytes();
            assertThat(allocated)
                    .as("bytes allocated for an input of %d bytes", inputBytes)
                    .isLessThan(ALLOCATED_ANYWAY + ALLOCATED_PER_BYTE * inputBytes);
        }

        static void apply(byte[] state, byte[] input, boolean v2) {
            Doc doc = doc(state);
            String before = imprint(doc);
            Allocation allocation = new Allocation();
            try {
                if (v2) {
                    doc.applyUpdateV2(input);
                } else {
                    doc.applyUpdate(input);
                }
            } catch (DecodeException refused) {
                assertModest(allocation, input.length);
                assertThat(imprint(doc)).isEqualTo(before);
                IntegrityCheck.check(doc);
                return;
            }
            assertModest(allocation, input.length);
            IntegrityCheck.check(doc);
            assertSurvivesStorage(doc);
            assertRepetitionChangesNothing(doc, input, v2);
            assertCanBeEdited(doc, Arrays.hashCode(input));
        }

        /** What is encoded is the same document again, and a second time the same bytes. */
        private static void assertSurvivesStorage(Doc doc) {
            boolean comparable = !IntegrityCheck.hasLoneSurrogates(doc);
            String content = comparable ? IntegrityCheck.content(doc) : "";
            for (boolean v2 : new boolean[] {false, true}) {
                Doc copy = copy(doc, v2);
                IntegrityCheck.check(copy);
                assertThat(copy.stateVector()).isEqualTo(doc.stateVector());
                assertThat(copy.deleteSet()).isEqualTo(doc.deleteSet());
                assertThat(copy.pendingInfo().structs())
                        .isLessThanOrEqualTo(doc.pendingInfo().structs());
                if (copy.pendingInfo().structs() == doc.pendingInfo().structs()) { // what is known is not stored twice
                    assertThat(copy.pendingInfo().missing())
                            .isEqualTo(doc.pendingInfo().missing());
                }
                assertThat(copy.pendingInfo().deletions())
                        .isEqualTo(doc.pendingInfo().deletions());
                if (comparable) {
                    assertThat(IntegrityCheck.content(copy)).isEqualTo(content);
                    Doc second = copy(copy, v2);
                    assertThat(state(second, v2)).isEqualTo(state(copy, v2));
                    assertThat(second.pendingInfo()).isEqualTo(copy.pendingInfo());
                }
            }
        }

        private static Doc copy(Doc doc, boolean v2) {
            Doc copy = doc(new byte[] {0, 0});
            if (v2) {
                copy.applyUpdateV2(doc.encodeStateAsUpdateV2());
            } else {
                copy.applyUpdate(doc.encodeStateAsUpdate());
            }
            return copy;
        }

        private static byte[] state(Doc doc, boolean v2) {
            return v2 ? doc.encodeStateAsUpdateV2() : doc.encodeStateAsUpdate();
        }

        private static void assertRepetitionChangesNothing(Doc doc, byte[] input, boolean v2) {
            String before = Arrays.toString(doc.encodeStateAsUpdate());
            if (v2) {
                doc.applyUpdateV2(input);
            } else {
                doc.applyUpdate(input);
            }
            IntegrityCheck.check(doc);
            assertThat(Arrays.toString(doc.encodeStateAsUpdate())).isEqualTo(before);
        }

        private static void assertCanBeEdited(Doc doc, long seed) {
            RandomEdits edits = new RandomEdits(new Random(seed));
            for (int i = 0; i < 5; i++) {
                edits.edit(doc);
                IntegrityCheck.check(doc);
            }
            doc.prunePending();
            IntegrityCheck.check(doc);
        }

        static void assertPiecesHaveSameEffect(byte[] state, byte[] whole, List<byte[]> pieces) {
            Doc expected = doc(state);
            expected.applyUpdate(whole);
            Doc actual = doc(state);
            for (byte[] piece : pieces) {
                actual.applyUpdate(piece);
                assertThat(expected.pendingInfo().structs() == 0
                                && actual.pendingInfo().structs() > 0)
                        .as("parked")
                        .isFalse();
            }
            IntegrityCheck.check(actual);
            assertThat(actual.stateVector()).isEqualTo(expected.stateVector());
            assertThat(actual.deleteSet()).isEqualTo(expected.deleteSet());
            assertThat(IntegrityCheck.content(actual)).isEqualTo(IntegrityCheck.content(expected));
        }

        static void assertSameEffect(byte[] state, byte[] left, byte[] right) {
            Doc a = doc(state);
            a.applyUpdate(left);
            Doc b = doc(state);
            b.applyUpdate(right);
            assertThat(b.stateVector()).isEqualTo(a.stateVector());
            assertThat(b.deleteSet()).isEqualTo(a.deleteSet());
            assertThat(IntegrityCheck.content(b)).isEqualTo(IntegrityCheck.content(a));
        }
    }
}
