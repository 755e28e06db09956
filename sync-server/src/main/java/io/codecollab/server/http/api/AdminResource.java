package io.codecollab.server.http.api;

import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.document.OpenDocument;
import io.codecollab.server.http.HttpReply;
import io.codecollab.server.ops.Workers;
import io.codecollab.server.session.LiveSessions;
import io.codecollab.server.session.LiveSessions.Connected;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** What goes on in this instance, and the few things that may have to be done about it by hand. Thread-safe. */
public final class AdminResource implements Resource {

    private static final int MAX_LISTED = 1_000;
    private static final int DEFAULT_LISTED = 200;
    private static final long MAX_NUMBER = (1L << 53) - 1;

    private static final Schema COUNT = Schema.integer(0, MAX_NUMBER);
    private static final Schema LIMIT = Schema.integer(1, MAX_LISTED);

    private static final Schema DOCUMENT = Schema.object()
            .with("name", Schema.string())
            .with("memoryBytes", COUNT.describe("an estimate"))
            .with("unsavedBytes", COUNT.describe("edits on their way to the disk"))
            .with("waitingMessages", COUNT)
            .with("waitingBytes", COUNT)
            .with("instances", COUNT.describe("other instances that have it open"))
            .with("sessions", Schema.map(COUNT).describe("how many clients of each kind"))
            .with("slowSessions", COUNT.describe("those that do not read fast enough"))
            .named("OpenDocument");

    private static final Schema SESSION = Schema.object()
            .with("id", COUNT)
            .with("document", Schema.string())
            .with("user", Schema.string())
            .with("name", Schema.string())
            .with("role", DocumentViews.ROLE)
            .with("client", Schema.string().describe("the kind of client: y-websocket, hocuspocus ..."))
            .with("since", Schema.time())
            .with("unsentBytes", COUNT.describe("what waits for the client to read it"))
            .with("slow", Schema.bool().describe("it gets no more until it has read that"))
            .named("LiveSession");

    private static final Schema COMPACTED = Schema.object()
            .with("outcome", Schema.string().describe("compacted, or why not: short, incomplete, overtaken, refused"))
            .with("rows", COUNT)
            .with("bytes", COUNT.describe("of all that was stored"))
            .with("snapshotBytes", COUNT.describe("of what is stored in its place; 0 if nothing is"))
            .named("Compacted");

    private final Documents documents;
    private final LiveSessions live;
    private final Compaction compaction;
    private final Workers workers;

    public AdminResource(Documents documents, LiveSessions live, Compaction compaction, Workers workers) {
        this.documents = documents;
        this.live = live;
        this.compaction = compaction;
        this.workers = workers;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/admin/documents", "List open documents")
                        .describe("Of this instance, the largest first.")
                        .admin()
                        .query("limit", LIMIT, "how many, " + DEFAULT_LISTED + " if not given")
                        .answers(
                                200,
                                "The documents, and how many there are in all",
                                Schema.object()
                                        .with("documents", Schema.list(DOCUMENT))
                                        .with("count", COUNT))
                        .handle(this::documents),
                Route.get("/admin/sessions", "List who is connected")
                        .describe("To this instance: those who do not read first, then the longest here.")
                        .admin()
                        .query("document", Schema.string(1, DocumentName.MAX_LENGTH), "only to this one")
                        .query("limit", LIMIT, "how many, " + DEFAULT_LISTED + " if not given")
                        .answers(
                                200,
                                "The sessions, and how many there are in all",
                                Schema.object()
                                        .with("sessions", Schema.list(SESSION))
                                        .with("count", COUNT))
                        .handle(this::sessions),
                Route.post("/admin/documents/{name}/close", "Send everybody away from a document")
                        .describe("From all instances. They come back by themselves: it is then loaded anew.")
                        .admin()
                        .audited()
                        .answers(204, "They were asked to leave")
                        .handle(this::close),
                Route.post("/admin/documents/{name}/compact", "Replace what is stored of a document by a snapshot")
                        .admin()
                        .audited()
                        .answers(200, "What came of it", COMPACTED)
                        .handle(AccountHandling.forAll(this::compact)),
                Route.delete("/admin/sessions/{session}", "Send one client away")
                        .describe("It does not come back by itself.")
                        .admin()
                        .audited()
                        .answers(204, "It was sent away")
                        .handle(this::kick));
    }

    private CompletionStage<HttpReply> documents(Call call) {
        Map<DocumentName, List<Connected>> sessions =
                live.everybody().stream().collect(Collectors.groupingBy(Connected::document));
        List<OpenDocument> open = documents.statuses();
        List<Map<String, Object>> listed = open.stream()
                .sorted(Comparator.comparingLong(OpenDocument::memoryBytes)
                        .reversed()
                        .thenComparing(each -> each.name().value()))
                .limit(call.number("limit", DEFAULT_LISTED))
                .map(each -> json(each, sessions.getOrDefault(each.name(), List.of())))
                .toList();
        return Answers.now(Answers.json(Map.of("documents", listed, "count", open.size())));
    }

    private static Map<String, Object> json(OpenDocument document, List<Connected> sessions) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", document.name().value());
        fields.put("memoryBytes", document.memoryBytes());
        fields.put("unsavedBytes", document.unsavedBytes());
        fields.put("waitingMessages", document.mailboxSize());
        fields.put("waitingBytes", document.mailboxBytes());
        fields.put("instances", document.peerCount());
        Map<String, Integer> byClient = new TreeMap<>();
        sessions.forEach(each -> byClient.merge(each.client(), 1, Integer::sum));
        fields.put("sessions", byClient);
        fields.put("slowSessions", sessions.stream().filter(Connected::isSlow).count());
        return fields;
    }

    private CompletionStage<HttpReply> sessions(Call call) {
        List<Connected> all = new ArrayList<>(
                call.query("document").map(AdminResource::name).map(live::in).orElseGet(live::everybody));
        all.sort(Comparator.comparing(Connected::isSlow).reversed()); // stable: the longest here stay first
        List<Map<String, Object>> listed = all.stream()
                .limit(call.number("limit", DEFAULT_LISTED))
                .map(AdminResource::json)
                .toList();
        return Answers.now(Answers.json(Map.of("sessions", listed, "count", all.size())));
    }

    private static DocumentName name(String text) {
        try {
            return new DocumentName(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Object> json(Connected session) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", session.id());
        fields.put("document", session.document().value());
        fields.put("user", session.who().user());
        fields.put("name", session.who().name());
        fields.put("role", DocumentViews.word(session.role()));
        fields.put("client", session.client());
        fields.put("since", session.since().toString());
        fields.put("unsentBytes", session.unsentBytes());
        fields.put("slow", session.isSlow());
        return fields;
    }

    private CompletionStage<HttpReply> close(Call call) {
        if (!documents.closeEverywhere(AccountHandling.document(call))) {
            throw ProblemException.notFound("the document is not open here");
        }
        return Answers.now(Answers.empty(204));
    }

    private CompletionStage<HttpReply> compact(Call call) {
        DocumentName document = AccountHandling.document(call);
        return documents.exists(document).thenCompose(exists -> {
            if (!exists) {
                throw ProblemException.notFound("there is no such document");
            }
            return workers.run(() -> json(compaction.compact(document)));
        });
    }

    private static HttpReply json(Compaction.Result result) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("outcome", result.outcome());
        fields.put("rows", result.rows());
        fields.put("bytes", result.bytes());
        fields.put("snapshotBytes", result.snapshotBytes());
        return Answers.json(fields);
    }

    private CompletionStage<HttpReply> kick(Call call) {
        if (!live.kick(id(call.variable("session")))) {
            throw ProblemException.notFound("there is no such session, or it is gone already");
        }
        return Answers.now(Answers.empty(204));
    }

    /** Sessions have numbers: whatever is none, is the number of none. */
    private static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
