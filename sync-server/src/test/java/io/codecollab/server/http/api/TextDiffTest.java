package io.codecollab.server.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextDiffTest {

    @Test
    void leavesAloneWhatBothHave() {
        assertThat(TextDiff.between("one\ntwo\nthree\nfour\n", "one\n2\nthree\n4\n"))
                .containsExactly(new TextEdit(4, 7, "2"), new TextEdit(14, 18, "4"));
        assertThat(TextDiff.between("a\nb\nc", "a\nb\nc")).isEmpty();
        assertThat(TextDiff.between("", "")).isEmpty();
        assertThat(TextDiff.between("", "a")).containsExactly(new TextEdit(0, 0, "a"));
        assertThat(TextDiff.between("let x = 1;\n", "let y = 1;\n")).containsExactly(new TextEdit(4, 5, "y"));
    }

    @Test
    void cutsNoCharacterInTwo() {
        assertThat(TextDiff.between("\ud83c\udf0d", "\ud83c\udf0e"))
                .containsExactly(new TextEdit(0, 2, "\ud83c\udf0e"));
        assertThat(TextDiff.between("\ud83c\udf0d", "\ud83d\udf0d"))
                .containsExactly(new TextEdit(0, 2, "\ud83d\udf0d"));
    }

    @Test
    void whatIsAltogetherDifferentIsReplacedAsAWhole() {
        String before = "x\n".repeat(5_000);
        String after = "y\n".repeat(5_000);

        List<TextEdit> edits = TextDiff.between(before, after);

        assertThat(edits).hasSize(1);
        assertThat(applied(before, edits)).isEqualTo(after);
    }

    @Test
    void makesOneTextOfTheOtherWhateverTheyAre() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 5_000; i++) {
            String before = text(random);
            String after = random.nextInt(3) == 0 ? text(random) : changed(before, random);

            List<TextEdit> edits = TextDiff.between(before, after);

            assertThat(applied(before, edits)).as("seed=%d, i=%d", seed, i).isEqualTo(after);
            assertThat(TextEdit.lastFirst(edits)).as("seed=%d, i=%d", seed, i).hasSameSizeAs(edits);
        }
    }

    private static String applied(String before, List<TextEdit> edits) {
        StringBuilder text = new StringBuilder(before);
        for (TextEdit edit : TextEdit.lastFirst(edits)) {
            text.replace(edit.start(), edit.end(), edit.text());
        }
        return text.toString();
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(30);
        for (int i = 0; i < length; i++) {
            text.append("ab\n\n".charAt(random.nextInt(4)));
        }
        return text.toString();
    }

    private static String changed(String before, SplittableRandom random) {
        StringBuilder text = new StringBuilder(before);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            text.replace(at, Math.min(text.length(), at + random.nextInt(5)), random.nextBoolean() ? "c\n" : "");
        }
        return text.toString();
    }
}
