package io.codecollab.bench;

import io.codecollab.crdt.lib0.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Made-up editing traces in the format of the public ones, sequential and concurrent. In the concurrent one two authors
 * write on either side of a character that stays, so that nobody ever inserts where somebody else does at the same time
 * and every engine comes to the same text, as in the public files. That character lies beyond U+FFFF.
 *
 * <p>Single use, not thread-safe.
 */
final class SyntheticEditingTraces {

    private static final String BETWEEN = "\uD83C\uDF31";

    private final List<Object> txns = new ArrayList<>();

    /** Of every step, how many steps of either author were seen once it was made. */
    private final List<int[]> seenAfter = new ArrayList<>();

    private final List<List<Integer>> stepsOf = List.of(new ArrayList<>(), new ArrayList<>());

    private SyntheticEditingTraces() {}

    /** The edits, one transaction each; they have to be within U+FFFF. */
    static void writeSequential(Path file, List<Edit> edits, String endContent) throws IOException {
        List<Object> txns = new ArrayList<>();
        for (Edit edit : edits) {
            txns.add(Map.of("patches", List.of(patch(edit.position(), edit))));
        }
        write(file, Map.of("startContent", "", "endContent", endContent, "txns", txns));
    }

    /** Two authors, each of whom hears of the other's edits a little later. */
    static void writeConcurrent(Path file, long seed, int edits) throws IOException {
        new SyntheticEditingTraces().writeTwoAuthors(file, new Random(seed), edits);
    }

    private void writeTwoAuthors(Path file, Random random, int edits) throws IOException {
        Author left = new Author(0, random.nextLong());
        Author right = new Author(1, random.nextLong());
        make(left, List.of(patch(0, new Edit(0, 0, BETWEEN))));
        right.hearOf(left);
        while (txns.size() <= edits) {
            Author author = random.nextBoolean() ? left : right;
            for (int i = random.nextInt(30); i >= 0; i--) {
                Edit edit = author.hand.next(author.part.length());
                make(author, List.of(patch(author.partStart() + edit.position(), edit)));
                edit.applyTo(author.part);
            }
            if (random.nextInt(3) == 0) {
                left.hearOf(right);
                right.hearOf(left);
            }
        }
        left.hearOf(right);
        make(left, List.of());
        write(
                file,
                Map.of(
                        "kind",
                        "concurrent",
                        "endContent",
                        left.part + BETWEEN + right.part,
                        "numAgents",
                        2L,
                        "txns",
                        txns));
    }

    private void make(Author author, List<Object> patches) {
        txns.add(Map.of("agent", (long) author.number, "parents", parents(author), "patches", patches));
        stepsOf.get(author.number).add(txns.size() - 1);
        author.seen[author.number]++;
        seenAfter.add(author.seen.clone());
    }

    /** The last step of either author that this one has seen, unless it is among what the other of the two had seen. */
    private List<Object> parents(Author author) {
        List<Object> parents = new ArrayList<>();
        for (int of = 0; of < 2; of++) {
            int last = lastSeen(author, of);
            int otherLast = lastSeen(author, 1 - of);
            if (last >= 0 && (otherLast < 0 || seenAfter.get(otherLast)[of] < author.seen[of])) {
                parents.add((long) last);
            }
        }
        return parents;
    }

    /** The index of a step, or -1 when none was seen. */
    private int lastSeen(Author author, int of) {
        return author.seen[of] == 0 ? -1 : stepsOf.get(of).get(author.seen[of] - 1);
    }

    private static List<Object> patch(int position, Edit edit) {
        return List.of((long) position, (long) edit.deleteCount(), edit.insert());
    }

    private static void write(Path file, Map<String, Object> trace) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(JsonText.write(trace).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final class Author {

        private final int number;
        private final SyntheticAuthor hand;
        private final StringBuilder part = new StringBuilder();
        private final int[] seen = new int[2];
        private int otherPartLength;

        Author(int number, long seed) {
            this.number = number;
            hand = new SyntheticAuthor(seed);
        }

        /** Where this author's part starts, in code points: the right one's behind the left one's and one character. */
        int partStart() {
            return number == 0 ? 0 : otherPartLength + 1;
        }

        void hearOf(Author other) {
            otherPartLength = other.part.length();
            seen[other.number] = other.seen[other.number];
        }
    }
}
