package io.codecollab.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.lib0.ByteWriter;
import io.codecollab.crdt.update.Updates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TypistTest {

    private static final long CLIENT = (1L << 31) - 9;

    @Test
    void editsAreUpdatesThatBuildTheText() {
        Typist typist = new Typist(CLIENT, 1, false);
        Doc doc = new Doc();
        for (int i = 0; i < 300; i++) {
            doc.applyUpdate(edit(typist));
        }
        assertThat(text(doc)).isEqualTo(letters(0, 300));
        assertThat(doc.hasPending()).isFalse();
    }

    @Test
    void anEditIsAsSmallAsYjsMakesIt() {
        Doc author = new Doc(DocOptions.defaults().withClientId(CLIENT));
        List<byte[]> fromTheEngine = new ArrayList<>();
        author.onUpdate((update, origin, source, transaction) -> fromTheEngine.add(update));
        Typist typist = new Typist(CLIENT, 1, false);
        for (int i = 0; i < 200; i++) {
            author.getText(Typist.ROOT).insert(i, String.valueOf(Typist.letter(i)));
            assertThat(edit(typist)).as("edit %d", i).isEqualTo(fromTheEngine.get(i));
        }
    }

    @Test
    void writersMergeInAnyOrderIntoTheSameText() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<byte[]> edits = new ArrayList<>();
        List<Typist> typists = List.of(new Typist(7, 1, false), new Typist(CLIENT, 3, false), new Typist(8, 1, false));
        for (int i = 0; i < 200; i++) {
            edits.add(edit(typists.get(random.nextInt(typists.size()))));
        }
        String expected = text(load(edits));
        Collections.shuffle(edits, random);
        assertThat(text(load(edits))).as("seed=%d", seed).isEqualTo(expected);
        assertThat(text(load(List.of(Updates.mergeUpdates(edits)))))
                .as("seed=%d", seed)
                .isEqualTo(expected);
        int letters = typists.stream().mapToInt(Typist::clock).sum();
        assertThat(expected).as("seed=%d", seed).hasSize(letters);
    }

    @Test
    void whatIsSentLaterIsTheSameDocument() {
        for (boolean overwriting : new boolean[] {false, true}) {
            for (int known = 0; known <= 5; known++) {
                Typist typist = new Typist(CLIENT, 4, overwriting);
                Doc whole = new Doc();
                Doc behind = new Doc();
                for (int i = 0; i < 5; i++) {
                    byte[] update = edit(typist);
                    whole.applyUpdate(update);
                    if (i < known) {
                        behind.applyUpdate(update);
                    }
                }
                behind.applyUpdate(since(typist, known * 4));
                assertThat(text(behind))
                        .as("overwriting=%s, known=%d", overwriting, known)
                        .isEqualTo(text(whole));
                assertThat(behind.encodeStateAsUpdate()).isEqualTo(whole.encodeStateAsUpdate());
            }
        }
    }

    @Test
    void overwritingLeavesTheLastEditAlone() {
        Typist typist = new Typist(CLIENT, 100, true);
        Doc doc = new Doc();
        for (int i = 0; i < 10; i++) {
            doc.applyUpdate(edit(typist));
        }
        assertThat(text(doc)).isEqualTo(letters(900, 1000));
        assertThat(doc.encodeStateAsUpdate()).hasSizeLessThan(200);
    }

    @Test
    void aLateWriterWithNothingNewSendsAnEmptyUpdate() {
        Typist typist = new Typist(CLIENT, 1, false);
        typist.type();
        assertThat(Updates.isEmptyUpdate(since(typist, 1))).isTrue();
        assertThat(Updates.isEmptyUpdate(since(typist, 0))).isFalse();
    }

    static byte[] edit(Typist typist) {
        typist.type();
        ByteWriter out = new ByteWriter();
        typist.writeLastEdit(out);
        return out.toByteArray();
    }

    static byte[] since(Typist typist, int clock) {
        ByteWriter out = new ByteWriter();
        typist.writeSince(out, clock);
        return out.toByteArray();
    }

    private static Doc load(List<byte[]> updates) {
        Doc doc = new Doc();
        updates.forEach(doc::applyUpdate);
        return doc;
    }

    private static String text(Doc doc) {
        return doc.getText(Typist.ROOT).toString();
    }

    private static String letters(int from, int end) {
        StringBuilder letters = new StringBuilder();
        for (int clock = from; clock < end; clock++) {
            letters.append(Typist.letter(clock));
        }
        return letters.toString();
    }
}
