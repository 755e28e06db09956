package io.codecollab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyntheticAuthorTest {

    private static final int EDITS = 20_000;

    @Test
    void theSameSeedWritesTheSame() {
        assertThat(write(7)).isEqualTo(write(7)).isNotEqualTo(write(8));
    }

    @Test
    void everyEditFitsTheTextItIsMadeOn() {
        StringBuilder text = new StringBuilder();
        SyntheticAuthor author = new SyntheticAuthor(SyntheticTraces.SEED);
        for (int i = 0; i < EDITS; i++) {
            Edit edit = author.next(text.length());
            assertThat(edit.position() + edit.deleteCount()).isLessThanOrEqualTo(text.length());
            assertThat(edit.deleteCount() + edit.insert().length()).isPositive();
            edit.applyTo(text);
        }
        assertThat(text).hasSizeGreaterThan(EDITS / 5);
    }

    /* What makes editing traces what they are: most edits are one character right behind the one before. */
    @Test
    void mostEditsContinueTheOneBefore() {
        int continued = 0;
        List<Edit> edits = write(SyntheticTraces.SEED);
        for (int i = 1; i < edits.size(); i++) {
            Edit before = edits.get(i - 1);
            if (edits.get(i).position() == before.position() + before.insert().length()) {
                continued++;
            }
        }
        assertThat(continued).isGreaterThan(EDITS * 3 / 4);
    }

    private static List<Edit> write(long seed) {
        SyntheticAuthor author = new SyntheticAuthor(seed);
        StringBuilder text = new StringBuilder();
        List<Edit> edits = new ArrayList<>();
        for (int i = 0; i < EDITS; i++) {
            Edit edit = author.next(text.length());
            edit.applyTo(text);
            edits.add(edit);
        }
        return edits;
    }
}
