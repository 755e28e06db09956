package io.codecollab.crdt.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.IntegrityCheck;
import io.codecollab.crdt.UndoManager;
import io.codecollab.crdt.UndoOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that edit at random and hear of each other late, out of order and twice stay sound and end up equal. */
class RandomEditsTest {
    private static final int PEERS = 3;
    private static final int STEPS = 120;

    static long[] seeds() {
        return FuzzSettings.seeds(40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyStepLeavesSoundDocumentsThatConverge(long seed) {
        Random random = new Random(seed);
        RandomEdits edits = new RandomEdits(random);
        List<Doc> docs = new ArrayList<>();
        List<byte[]> updates = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            Doc doc = new Doc(DocOptions.defaults()
                    .withClientId(random.nextInt(3) == 0 ? (1L << 53) - 1 - i : 1 + i)
                    .withGc(seed % 4 != 0 || i != 0)
                    .withCleanupFormatting(false));
            doc.onUpdate((update, origin, source, transaction) -> updates.add(update));
            docs.add(doc);
        }
        UndoManager undoManager = new UndoManager(
                docs.get(0), UndoOptions.defaults().withCaptureTimeoutMs(0)); // every edit is a step of its own
        for (int step = 0; step < STEPS; step++) {
            Doc doc = docs.get(random.nextInt(PEERS));
            try {
                if (seed % 2 == 0 && random.nextInt(5) == 0) {
                    doc = docs.get(0);
                    boolean changed = random.nextInt(3) == 0 ? undoManager.redo() : undoManager.undo();
                    assertThat(changed || !undoManager.canUndo() || !undoManager.canRedo())
                            .isTrue();
                } else if (random.nextInt(3) > 0 || updates.isEmpty()) {
                    edits.edit(doc);
                } else {
                    int ahead = Math.min(updates.size(), 1 + random.nextInt(12));
                    doc.applyUpdate(updates.get(updates.size() - ahead), "remote");
                }
                IntegrityCheck.check(doc);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed=" + seed + ", step=" + step, e);
            }
        }
        for (Doc doc : docs) {
            new ArrayList<>(updates).forEach(doc::applyUpdate);
            IntegrityCheck.check(doc);
            assertThat(doc.hasPending()).isFalse();
        }
        for (Doc doc : docs) {
            if (!IntegrityCheck.hasLoneSurrogates(doc)) {
                assertThat(IntegrityCheck.content(doc))
                        .as("seed=%s", seed)
                        .isEqualTo(IntegrityCheck.content(docs.get(0)));
            }
        }
    }
}
