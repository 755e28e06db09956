package io.codecollab.bench;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;

/**
 * Somebody who writes: types words and sentences in bursts, takes back what was just typed, moves the cursor (mostly
 * nearby), deletes passages and pastes others. The same seed writes the same.
 *
 * <p>Not thread-safe.
 */
final class SyntheticAuthor {

    private static final String LETTERS =
            "eeeeeeeeeeeetttttttttaaaaaaaaooooooooiiiiiiinnnnnnnssssssrrrrrrhhhhhhddddlllluuu"
                    + "cccmmmffyywwggppbbvkjxqz";
    private static final String RARE = "éüßñ→λ";

    private final Random random;
    private final Queue<Edit> planned = new ArrayDeque<>();
    private int cursor;

    SyntheticAuthor(long seed) {
        random = new Random(seed);
    }

    /** The next edit of a text of this length. Between two calls others may have changed the text. */
    Edit next(int length) {
        if (planned.isEmpty()) {
            plan(length);
        }
        Edit edit = within(planned.remove(), length);
        cursor = edit.position() + edit.insert().length();
        return edit;
    }

    private void plan(int length) {
        cursor = Math.min(cursor, length);
        int choice = random.nextInt(100);
        if (length < 50 || choice < 58) {
            typeBurst();
        } else if (choice < 78) {
            takeBack(1 + random.nextInt(12));
        } else if (choice < 90) {
            cursor = nearby(length);
            typeBurst();
        } else if (choice < 95) {
            cursor = random.nextInt(length + 1);
            typeBurst();
        } else if (choice < 99) {
            planned.add(new Edit(random.nextInt(length), 1 + random.nextInt(60), ""));
        } else {
            planned.add(new Edit(cursor, 0, words(20 + random.nextInt(180))));
        }
    }

    private void typeBurst() {
        String text = words(1 + random.nextInt(40));
        for (int i = 0; i < text.length(); i++) {
            planned.add(new Edit(cursor + i, 0, text.substring(i, i + 1)));
        }
    }

    private void takeBack(int count) {
        for (int i = 1; i <= Math.min(count, cursor); i++) {
            planned.add(new Edit(cursor - i, 1, ""));
        }
        if (planned.isEmpty()) {
            typeBurst();
        }
    }

    private int nearby(int length) {
        int distance = (int) (random.nextGaussian() * 300);
        return Math.max(0, Math.min(length, cursor + distance));
    }

    private String words(int length) {
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            int choice = random.nextInt(600);
            if (choice < 100) {
                text.append(' ');
            } else if (choice < 103) {
                text.append('\n');
            } else if (choice < 104) {
                text.append(RARE.charAt(random.nextInt(RARE.length())));
            } else {
                text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
        }
        return text.toString();
    }

    /** The same edit, cut to a text that may have become shorter since it was planned. */
    private static Edit within(Edit edit, int length) {
        int position = Math.min(edit.position(), length);
        int deleteCount = Math.min(edit.deleteCount(), length - position);
        return edit.insert().isEmpty() && deleteCount == 0
                ? new Edit(position, 0, " ")
                : new Edit(position, deleteCount, edit.insert());
    }
}
