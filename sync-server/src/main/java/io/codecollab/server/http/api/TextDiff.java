package io.codecollab.server.http.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The edits that make one text of another and leave alone what both have: whose cursor stands there stays there.
 *
 * <p>Lines are compared as in Myers, An O(ND) Difference Algorithm and Its Variations (1986); where texts differ by more than
 * {@value #MAX_DISTANCE} lines, what is between the first and the last difference is replaced as a whole. Within replaced
 * lines, what they begin and end with stays as well.
 */
final class TextDiff {

    private static final int MAX_DISTANCE = 1_000;

    private final String before;
    private final String after;
    private final List<TextEdit> edits = new ArrayList<>();

    private TextDiff(String before, String after) {
        this.before = before;
        this.after = after;
    }

    /** The edits, first to last. */
    static List<TextEdit> between(String before, String after) {
        TextDiff diff = new TextDiff(before, after);
        diff.compareLines(starts(before), starts(after));
        return diff.edits;
    }

    /** Where each line begins, and the end of the text. */
    private static int[] starts(String text) {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i >= 0 && i < text.length(); i = text.indexOf('\n', i) + 1) {
            starts.add(i);
            if (text.indexOf('\n', i) < 0) {
                break;
            }
        }
        starts.add(text.length());
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }

    private void compareLines(int[] old, int[] fresh) {
        int oldEnd = old.length - 1;
        int freshEnd = fresh.length - 1;
        int from = 0;
        while (from < oldEnd && from < freshEnd && isSame(old, from, fresh, from)) {
            from++;
        }
        while (oldEnd > from && freshEnd > from && isSame(old, oldEnd - 1, fresh, freshEnd - 1)) {
            oldEnd--;
            freshEnd--;
        }
        List<int[]> trace = trace(old, oldEnd, fresh, freshEnd, from);
        if (trace.isEmpty()) {
            replace(old[from], old[oldEnd], fresh[from], fresh[freshEnd]);
        } else {
            walkBack(trace, old, oldEnd, fresh, freshEnd, from);
        }
    }

    private boolean isSame(int[] old, int oldLine, int[] fresh, int freshLine) {
        int length = old[oldLine + 1] - old[oldLine];
        return length == fresh[freshLine + 1] - fresh[freshLine]
                && before.regionMatches(old[oldLine], after, fresh[freshLine], length);
    }

    /** How far one gets with each number of differences, on each diagonal; empty if there are too many. */
    private List<int[]> trace(int[] old, int oldEnd, int[] fresh, int freshEnd, int from) {
        int n = oldEnd - from;
        int m = freshEnd - from;
        int max = Math.min(n + m, MAX_DISTANCE);
        int[] furthest = new int[2 * max + 3];
        List<int[]> trace = new ArrayList<>();
        for (int d = 0; d <= max; d++) {
            trace.add(furthest.clone());
            for (int k = -d; k <= d; k += 2) {
                int x = isDown(furthest, max + 1, k, d) ? furthest[max + 2 + k] : furthest[max + k] + 1;
                int y = x - k;
                while (x < n && y < m && isSame(old, from + x, fresh, from + y)) {
                    x++;
                    y++;
                }
                furthest[max + 1 + k] = x;
                if (x >= n && y >= m) {
                    return trace;
                }
            }
        }
        return List.of();
    }

    private static boolean isDown(int[] furthest, int middle, int k, int d) {
        return k == -d || (k != d && furthest[middle + k - 1] < furthest[middle + k + 1]);
    }

    /** Finds the lines both have from the end, and replaces what is between them. */
    private void walkBack(List<int[]> trace, int[] old, int oldEnd, int[] fresh, int freshEnd, int from) {
        int x = oldEnd - from;
        int y = freshEnd - from;
        int hunkX = x;
        int hunkY = y;
        for (int d = trace.size() - 1; d >= 0; d--) {
            int[] furthest = trace.get(d);
            int middle = furthest.length / 2;
            int k = x - y;
            int previousK = isDown(furthest, middle, k, d) ? k + 1 : k - 1;
            int previousX = d == 0 ? 0 : furthest[middle + previousK];
            int previousY = d == 0 ? 0 : previousX - previousK;
            int startX = d == 0 ? 0 : previousK == k + 1 ? previousX : previousX + 1;
            if (x > startX) { // lines both have
                replace(old[from + x], old[from + hunkX], fresh[from + y], fresh[from + hunkY]);
                hunkX = startX;
                hunkY = startX - k;
            }
            x = previousX;
            y = previousY;
        }
        replace(old[from], old[from + hunkX], fresh[from], fresh[from + hunkY]);
        Collections.reverse(edits);
    }

    private void replace(int oldStart, int oldEnd, int freshStart, int freshEnd) {
        int start = oldStart;
        int freshFrom = freshStart;
        while (start < oldEnd && freshFrom < freshEnd && before.charAt(start) == after.charAt(freshFrom)) {
            start++;
            freshFrom++;
        }
        if (start > oldStart && Character.isHighSurrogate(before.charAt(start - 1))) {
            start--;
            freshFrom--;
        }
        int end = oldEnd;
        int freshTo = freshEnd;
        while (end > start && freshTo > freshFrom && before.charAt(end - 1) == after.charAt(freshTo - 1)) {
            end--;
            freshTo--;
        }
        if (end < oldEnd && Character.isLowSurrogate(before.charAt(end))) {
            end++;
            freshTo++;
        }
        if (end > start || freshTo > freshFrom) {
            edits.add(new TextEdit(start, end, after.substring(freshFrom, freshTo)));
        }
    }
}
