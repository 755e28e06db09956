package io.codecollab.server.http.api;

import io.codecollab.server.http.HttpReply;
import io.codecollab.server.http.Problem;
import java.util.List;
import java.util.Map;

/** A request cannot be done as it was asked, and its answer says why. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    public ProblemException(Problem problem, Map<String, String> headers) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = Map.copyOf(headers);
    }

    /**
     * A problem.
     *
     * @param code a name for programs to tell problems of the same status apart, empty when the status says it all
     * @param detail a sentence or two for people
     */
    public ProblemException(int status, String code, String detail) {
        this(new Problem(status, code, detail), Map.of());
    }

    /** 400: the request is not as the interface describes it. */
    public static ProblemException badRequest(String detail) {
        return new ProblemException(400, "", detail);
    }

    /** 400, with what is wrong where. */
    static ProblemException badRequest(String detail, List<Problem.Place> errors) {
        return new ProblemException(new Problem(400, "invalid", detail, errors), Map.of());
    }

    /** 403: it is known who asks, and they may not. */
    public static ProblemException forbidden(String detail) {
        return new ProblemException(403, "", detail);
    }

    /** 404: there is no such thing, or whoever asks may not know. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(404, "", detail);
    }

    /** 503: there is more to do than can be done. */
    public static ProblemException overloaded() {
        return new ProblemException(
                new Problem(503, "", "too busy, or the document cannot be opened or stored now: try again later"),
                Map.of("retry-after", "5"));
    }

    HttpReply reply() {
        HttpReply reply = problem.reply();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply;
    }
}
