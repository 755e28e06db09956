package io.codecollab.server.http.api;

import io.codecollab.persistence.DirectoryQuery;
import io.codecollab.persistence.LinkSetting;
import io.codecollab.persistence.Standing;
import io.codecollab.server.auth.Identity;
import io.codecollab.server.auth.Role;
import io.codecollab.server.auth.account.Directory;
import io.codecollab.server.auth.account.Members;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.http.HttpReply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The directory of documents. Thread-safe. */
public final class DocumentsResource implements Resource {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    private static final Schema TITLE =
            Schema.string(0, Directory.MAX_TITLE_LENGTH).example("Our plan");
    private static final Schema LANGUAGE = Schema.string(0, Directory.MAX_LANGUAGE_LENGTH)
            .pattern("[A-Za-z0-9+#._-]*")
            .example("java");

    private static final Schema NEW_DOCUMENT = Schema.object()
            .maybe(
                    "name",
                    Schema.string(1, DocumentName.MAX_LENGTH)
                            .describe("what clients connect to; one that nobody guesses if it is not given"))
            .maybe("title", TITLE)
            .maybe("language", LANGUAGE)
            .maybe("link", DocumentViews.LINK)
            .named("NewDocument");

    private static final Schema CHANGE = Schema.object()
            .maybe("title", TITLE)
            .maybe("language", LANGUAGE)
            .maybe("link", DocumentViews.LINK)
            .named("DocumentChange");

    private static final Schema PAGE = Schema.object()
            .with("documents", Schema.list(DocumentViews.DOCUMENT))
            .maybe("next", Schema.string().describe("the cursor of the next page, if there may be one"))
            .named("Documents");

    private final Directory directory;

    public DocumentsResource(Directory directory) {
        this.directory = directory;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post("/documents", "Make a document")
                        .audited()
                        .describe("Its owner is whoever asks. A name is never given twice.")
                        .takes(NEW_DOCUMENT)
                        .answers(201, "It is there", DocumentViews.DOCUMENT)
                        .handle(AccountHandling.forUsers(this::create)),
                Route.get("/documents", "List documents")
                        .describe("Those that whoever asks owns or is a member of, the newest first.")
                        .query("q", Schema.string(1, 100), "what their titles contain")
                        .query("limit", Schema.integer(1, MAX_LIMIT), "how many, " + DEFAULT_LIMIT + " if not given")
                        .query("cursor", Schema.string(1, 2_000), "the property next of the page before")
                        .query("deleted", Schema.bool(), "those of one's own that were deleted instead")
                        .query("all", Schema.bool(), "those of everybody; for admins")
                        .answers(200, "A page", PAGE)
                        .handle(AccountHandling.forUsers(this::list)),
                Route.get("/documents/{name}", "Look a document up")
                        .needs(Role.VIEWER)
                        .answers(200, "What is known of it", DocumentViews.DOCUMENT)
                        .handle(AccountHandling.forAll(this::get)),
                Route.patch("/documents/{name}", "Rename a document, or change its language or link")
                        .audited()
                        .describe("The link setting takes the owner.")
                        .needs(Role.EDITOR)
                        .takes(CHANGE)
                        .answers(200, "It is changed", DocumentViews.DOCUMENT)
                        .handle(AccountHandling.forUsers(this::change)),
                Route.put("/documents/{name}/owner", "Give a document to somebody else")
                        .audited()
                        .describe("Whoever was the owner can still write.")
                        .needs(Role.OWNER)
                        .takes(Schema.object()
                                .with("user", Schema.string(1, Members.MAX_USER_LENGTH))
                                .named("NewOwner"))
                        .answers(204, "It has another owner")
                        .handle(AccountHandling.forUsers(this::giveTo)),
                Route.delete("/documents/{name}", "Delete a document")
                        .audited()
                        .describe("Everybody has to leave it. It can be restored until it is purged.")
                        .needs(Role.OWNER)
                        .answers(204, "It is put away")
                        .handle(AccountHandling.forUsers(this::delete)),
                Route.post("/documents/{name}/restore", "Restore a document")
                        .audited()
                        .describe("One that was deleted; for its owner.")
                        .answers(200, "It is there again", DocumentViews.DOCUMENT)
                        .handle(AccountHandling.forUsers(this::restore)),
                Route.post("/documents/{name}/purge", "Purge a document")
                        .audited()
                        .describe("One that was deleted, for good; for its owner. Nobody gets its name.")
                        .answers(204, "It is gone")
                        .handle(AccountHandling.forUsers(this::purge)));
    }

    private CompletionStage<HttpReply> create(Call call) {
        JsonObject body = call.json();
        Optional<DocumentName> name = body.maybeText("name").map(DocumentsResource::name);
        return directory
                .create(
                        call.who(),
                        name,
                        body.maybeText("title").orElse(""),
                        body.maybeText("language").orElse(""),
                        body.maybeText("link").map(DocumentsResource::link).orElse(LinkSetting.PRIVATE))
                .thenCompose(standing -> shown(call.who(), standing, 201));
    }

    private static DocumentName name(String text) {
        try {
            return new DocumentName(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static LinkSetting link(String word) {
        return LinkSetting.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private CompletionStage<HttpReply> list(Call call) {
        boolean all = call.query("all").map(Boolean::valueOf).orElse(false);
        if (all && !call.who().admin()) {
            throw ProblemException.forbidden("only admins see the documents of everybody");
        }
        int limit = (int) call.number("limit", DEFAULT_LIMIT);
        DirectoryQuery query = new DirectoryQuery(
                call.who().user(),
                all,
                call.query("q").orElse(""),
                call.query("deleted").map(Boolean::valueOf).orElse(false),
                call.query("cursor").map(DocumentViews::position).orElse(null),
                limit);
        return directory
                .page(query)
                .thenCompose(page -> directory
                        .names(page.stream()
                                .map(each -> each.document().owner())
                                .collect(Collectors.toSet()))
                        .thenApply(names -> Answers.json(page(call.who(), page, limit, names))));
    }

    private static Map<String, Object> page(Identity who, List<Standing> page, int limit, Map<String, String> names) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(
                "documents",
                page.stream()
                        .map(each -> DocumentViews.document(who, each, names))
                        .toList());
        if (page.size() == limit) {
            fields.put("next", DocumentViews.cursor(page.get(limit - 1).document()));
        }
        return fields;
    }

    private CompletionStage<HttpReply> get(Call call) {
        return directory
                .find(call.who(), call.document())
                .thenCompose(found -> shown(
                        call.who(),
                        found.orElseThrow(() -> ProblemException.notFound("the document is not in the directory")),
                        200));
    }

    private CompletionStage<HttpReply> change(Call call) {
        JsonObject body = call.json();
        @Nullable
        LinkSetting link = body.maybeText("link").map(DocumentsResource::link).orElse(null);
        if (link != null && !call.role().atLeast(Role.OWNER)) {
            throw ProblemException.forbidden("only the owner says what strangers may do");
        }
        return directory
                .change(
                        call.who(),
                        call.document(),
                        body.maybeText("title").orElse(null),
                        body.maybeText("language").orElse(null),
                        link)
                .thenCompose(standing -> shown(call.who(), standing, 200));
    }

    private CompletionStage<HttpReply> giveTo(Call call) {
        return directory.giveTo(call.document(), call.json().text("user")).thenApply(done -> Answers.empty(204));
    }

    private CompletionStage<HttpReply> delete(Call call) {
        return directory.delete(call.document()).thenApply(done -> Answers.empty(204));
    }

    private CompletionStage<HttpReply> restore(Call call) {
        return directory
                .restore(call.who(), AccountHandling.document(call))
                .thenCompose(standing -> shown(call.who(), standing, 200));
    }

    private CompletionStage<HttpReply> purge(Call call) {
        return directory.purge(call.who(), AccountHandling.document(call)).thenApply(done -> Answers.empty(204));
    }

    private CompletionStage<HttpReply> shown(Identity who, Standing standing, int status) {
        return directory
                .names(List.of(standing.document().owner()))
                .thenApply(names -> Answers.json(status, DocumentViews.document(who, standing, names)));
    }
}
