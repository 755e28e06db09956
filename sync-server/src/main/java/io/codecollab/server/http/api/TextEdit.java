package io.codecollab.server.http.api;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some text in place of other text. Immutable.
 *
 * @param start where the old text begins, in UTF-16 units
 * @param end where it ends, exclusive
 * @param text instead of it
 */
record TextEdit(int start, int end, String text) {

    /**
     * Edits which all refer to the text as it is before the first, in an order in which they can be done one by one.
     *
     * @throws ProblemException if two of them change the same text
     */
    static List<TextEdit> lastFirst(List<TextEdit> edits) {
        // of several that insert at one place, the last goes first: the others push it to the right
        List<TextEdit> ordered = IntStream.range(0, edits.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(i -> edits.get(i).start())
                        .thenComparingInt(i -> edits.get(i).end())
                        .thenComparingInt(i -> i)
                        .reversed())
                .map(edits::get)
                .toList();
        for (int i = 1; i < ordered.size(); i++) {
            if (ordered.get(i).end() > ordered.get(i - 1).start()) {
                throw new ProblemException(
                        422,
                        "edits-overlap",
                        "two edits change the same text: all of them refer to the "
                                + "text as it was before the first");
            }
        }
        return ordered;
    }
}
