package io.codecollab.server.http.api;

import io.codecollab.server.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Places in a text, counted as editors count: lines and columns from 1, columns in UTF-16 units, lines ended by LF, CR LF or
 * CR. Immutable.
 */
final class Positions {

    private static final String OFFSET = "offset";
    private static final String LENGTH = "length";
    private static final String RANGE = "range";

    /** The fields of one edit in a request. */
    static final Schema EDIT = Schema.object()
            .maybe(OFFSET, Schema.integer(0, Integer.MAX_VALUE).describe("where it begins, in UTF-16 units"))
            .maybe(LENGTH, Schema.integer(0, Integer.MAX_VALUE).describe("how much it replaces; 0 if it is not given"))
            .maybe(
                    RANGE,
                    Schema.object()
                            .with("startLine", Schema.integer(1, Integer.MAX_VALUE))
                            .with("startColumn", Schema.integer(1, Integer.MAX_VALUE))
                            .with("endLine", Schema.integer(1, Integer.MAX_VALUE))
                            .with("endColumn", Schema.integer(1, Integer.MAX_VALUE))
                            .describe("what it replaces, instead of offset and length; the end is exclusive"))
            .with("text", Schema.string().describe("what is there afterwards; empty deletes"))
            .named("TextEdit");

    private final String text;
    private final int[] lineStarts;

    Positions(String text) {
        this.text = text;
        this.lineStarts = lineStarts(text);
    }

    /**
     * What edits of a request do to this text.
     *
     * @throws ProblemException if one lies outside of the text, or within a character
     */
    List<TextEdit> edits(List<JsonObject> requested) {
        List<TextEdit> edits = new ArrayList<>(requested.size());
        for (int i = 0; i < requested.size(); i++) {
            edits.add(edit(requested.get(i), "/edits/" + i));
        }
        return edits;
    }

    private TextEdit edit(JsonObject requested, String pointer) {
        boolean isByOffset = requested.has(OFFSET);
        if (isByOffset == requested.has(RANGE) || (requested.has(LENGTH) && !isByOffset)) {
            throw refused(400, pointer, "must have either an offset, with or without a length, or a range");
        }
        int start;
        int end;
        if (isByOffset) {
            start = offset(requested.number(OFFSET), pointer + "/offset");
            end = offset(requested.number(OFFSET) + requested.number(LENGTH, 0), pointer + "/length");
        } else {
            JsonObject range = requested.object(RANGE);
            start = offset(range.number("startLine"), range.number("startColumn"), pointer + "/range/start");
            end = offset(range.number("endLine"), range.number("endColumn"), pointer + "/range/end");
        }
        if (end < start) {
            throw refused(422, pointer, "ends before it begins");
        }
        return new TextEdit(start, end, requested.text("text"));
    }

    private int offset(long offset, String pointer) {
        if (offset > text.length()) {
            throw refused(422, pointer, "is behind the end of the text, which has " + text.length() + " units");
        }
        int index = (int) offset;
        boolean splits = index > 0
                && index < text.length()
                && Character.isHighSurrogate(text.charAt(index - 1))
                && Character.isLowSurrogate(text.charAt(index));
        if (splits) {
            throw refused(422, pointer, "is in the middle of a character that takes two UTF-16 units");
        }
        return index;
    }

    private int offset(long line, long column, String pointer) {
        if (line > lineStarts.length) {
            throw refused(422, pointer + "Line", "is behind the last line, which is " + lineStarts.length);
        }
        int start = lineStarts[(int) line - 1];
        int length = lineEnd((int) line) - start;
        if (column > length + 1) {
            throw refused(422, pointer + "Column", "is behind the end of the line, which is " + (length + 1));
        }
        return offset(start + column - 1, pointer + "Column");
    }

    /** Where a line ends, before what ends it. */
    private int lineEnd(int line) {
        if (line == lineStarts.length) {
            return text.length();
        }
        int end = lineStarts[line] - 1;
        boolean endsWithTwo = text.charAt(end) == '\n' && end > lineStarts[line - 1] && text.charAt(end - 1) == '\r';
        return endsWithTwo ? end - 1 : end;
    }

    private static int[] lineStarts(String text) {
        List<Integer> starts = new ArrayList<>();
        starts.add(0);
        for (int i = 0; i < text.length(); i++) {
            boolean isFirstOfTwo = text.charAt(i) == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (text.charAt(i) == '\n' || (text.charAt(i) == '\r' && !isFirstOfTwo)) {
                starts.add(i + 1);
            }
        }
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }

    private static ProblemException refused(int status, String pointer, String detail) {
        String code = status == 422 ? "edit-outside-of-text" : "invalid";
        return new ProblemException(
                new Problem(status, code, pointer + " " + detail, List.of(new Problem.Place(pointer, detail))),
                Map.of());
    }
}
