package io.codecollab.server.http.api;

import io.codecollab.server.auth.Role;
import io.codecollab.server.http.HttpReply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked for: declared once, and checked, answered and described by this declaration. Complete with
 * {@link #handle}, and not to be changed afterwards.
 */
public final class Route {

    /** The variable of a path that is a document's name. */
    static final String DOCUMENT = "name";

    /**
     * A query parameter or a header.
     *
     * @param schema only strings, whole numbers and booleans
     */
    record Parameter(String name, Schema schema, String description) {}

    /**
     * What an answer or a request carries.
     *
     * @param contentType empty for nothing
     * @param schema null unless it is JSON
     */
    record Content(
            String description,
            String contentType,
            @Nullable Schema schema) {}

    private final String method;
    private final PathTemplate path;
    private final String summary;
    private final Map<String, Parameter> query = new LinkedHashMap<>();
    private final Map<String, Parameter> headers = new LinkedHashMap<>();
    private final Map<Integer, Content> answers = new LinkedHashMap<>();
    private String description = "";
    private boolean isOpen;
    private boolean isAdmin;
    private boolean isGuarded;
    private boolean isAudited;
    private @Nullable Role role;
    private @Nullable Content body;
    private @Nullable Function<Call, CompletionStage<HttpReply>> handler;

    private Route(String method, String path, String summary) {
        this.method = method;
        this.path = new PathTemplate(path);
        this.summary = summary;
    }

    /**
     * A route for GET and HEAD.
     *
     * @param summary a few words for a list of all routes
     */
    public static Route get(String path, String summary) {
        return new Route("GET", path, summary);
    }

    public static Route post(String path, String summary) {
        return new Route("POST", path, summary);
    }

    public static Route put(String path, String summary) {
        return new Route("PUT", path, summary);
    }

    public static Route patch(String path, String summary) {
        return new Route("PATCH", path, summary);
    }

    public static Route delete(String path, String summary) {
        return new Route("DELETE", path, summary);
    }

    /** Explains it, in a sentence or more. */
    public Route describe(String text) {
        description = text;
        return this;
    }

    /** Nobody is asked who they are. */
    public Route open() {
        isOpen = true;
        return this;
    }

    /** For those who look after the server, see {@link AdminGate}. */
    public Route admin() {
        isAdmin = true;
        return this;
    }

    /** Passwords and the like could be tried here: it is asked for a few times a minute only from one address. */
    public Route guarded() {
        isGuarded = true;
        return this;
    }

    /** Who asked, for what and with what result goes into the audit log. */
    public Route audited() {
        isAudited = true;
        return this;
    }

    /** Whoever asks must have this role, or a higher one, in the document {@code {name}} of the path. */
    public Route needs(Role least) {
        if (!path.variables().contains(DOCUMENT)) {
            throw new IllegalArgumentException("there is no {" + DOCUMENT + "}, path=" + path);
        }
        role = least;
        return this;
    }

    /** Takes a query parameter that may be there. */
    public Route query(String name, Schema schema, String text) {
        query.put(name, new Parameter(name, schema, text));
        return this;
    }

    /** Looks at a header that may be there. */
    public Route header(String name, String text) {
        headers.put(name, new Parameter(name, Schema.string(), text));
        return this;
    }

    /** Takes JSON. */
    public Route takes(Schema schema) {
        body = new Content("", Answers.JSON, schema);
        return this;
    }

    /** Takes bytes. */
    public Route takesBytes(String text) {
        body = new Content(text, Answers.OCTETS, null);
        return this;
    }

    /** Answers JSON. */
    public Route answers(int status, String text, Schema schema) {
        answers.put(status, new Content(text, Answers.JSON, schema));
        return this;
    }

    /** Answers something else. */
    public Route answers(int status, String text, String contentType) {
        answers.put(status, new Content(text, contentType, null));
        return this;
    }

    /** Answers with a status alone. */
    public Route answers(int status, String text) {
        return answers(status, text, "");
    }

    /** What does it; a failure that is no {@link ProblemException} is a fault of ours, and is logged. */
    public Route handle(Function<Call, CompletionStage<HttpReply>> newHandler) {
        if (answers.isEmpty()) {
            throw new IllegalStateException("say what it answers, route=" + this);
        }
        handler = newHandler;
        return this;
    }

    CompletionStage<HttpReply> answer(Call call) {
        return Objects.requireNonNull(handler).apply(call);
    }

    String method() {
        return method;
    }

    PathTemplate path() {
        return path;
    }

    String summary() {
        return summary;
    }

    String description() {
        return description;
    }

    boolean isAudited() {
        return isAudited;
    }

    boolean isOpen() {
        return isOpen;
    }

    boolean isAdmin() {
        return isAdmin;
    }

    boolean isGuarded() {
        return isGuarded;
    }

    /** Null when no role is needed. */
    @Nullable
    Role role() {
        return role;
    }

    Map<String, Parameter> query() {
        return query;
    }

    Map<String, Parameter> headers() {
        return headers;
    }

    /** Null when it takes none. */
    @Nullable
    Content body() {
        return body;
    }

    Map<Integer, Content> answers() {
        return answers;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
