package io.codecollab.server.http;

import io.codecollab.crdt.lib0.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What went wrong, as RFC 9457 has it written. Immutable.
 *
 * @param status as in the first line of the answer
 * @param code a name for programs to tell problems of the same status apart, as in {@code name-taken}; empty when the status
 *     says it all
 * @param detail a sentence or two for people
 * @param errors what is wrong where, one for each place in the request; mostly empty
 */
public record Problem(int status, String code, String detail, List<Place> errors) {

    /** The content type of problems. */
    public static final String CONTENT_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:codecollab:problem:";

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"),
            Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(423, "Locked"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"));

    /**
     * What is wrong in one place of a request.
     *
     * @param pointer a JSON pointer into the body, as in {@code /edits/0/text}; or the name of a parameter
     * @param detail what is wrong with it
     */
    public record Place(String pointer, String detail) {}

    public Problem {
        errors = List.copyOf(errors);
    }

    public Problem(int status, String code, String detail) {
        this(status, code, detail, List.of());
    }

    /** The answer that says so. */
    public HttpReply reply() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", code.isEmpty() ? "about:blank" : TYPE_PREFIX + code);
        fields.put("title", TITLES.getOrDefault(status, "Error"));
        fields.put("status", status);
        fields.put("detail", detail);
        if (!errors.isEmpty()) {
            fields.put(
                    "errors",
                    errors.stream()
                            .map(error -> Map.of("pointer", error.pointer(), "detail", error.detail()))
                            .toList());
        }
        return new HttpReply(status, CONTENT_TYPE, HttpReply.utf8(JsonText.write(fields) + "\n"));
    }
}
