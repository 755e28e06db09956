package io.codecollab.server.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.Replica;
import io.codecollab.persistence.NamedVersion;
import io.codecollab.persistence.VersionStore;
import io.codecollab.server.auth.Role;
import io.codecollab.server.document.Documents;
import io.codecollab.server.document.Visit;
import io.codecollab.server.http.HttpReply;
import io.codecollab.server.ops.Workers;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Moments of documents that people kept, and how to get back to them. Thread-safe. */
public final class VersionsResource implements Resource {

    private static final int MAX_VERSIONS = 1_000;
    private static final int MAX_PAGE = 100;

    /** The largest whole number that every JSON parser gives back as it was. */
    private static final long MAX_NUMBER = (1L << 53) - 1;

    private static final Schema NAME = Schema.string(0, 200).describe("what it is called; may be empty");

    private static final Schema VERSION = Schema.object()
            .with("id", Schema.integer(0, MAX_NUMBER))
            .with("name", NAME)
            .with("author", Schema.string().describe("the user who kept it"))
            .with("createdAt", Schema.time())
            .with("bytes", Schema.integer(0, MAX_NUMBER))
            .named("Version");

    private static final Schema NAMING = Schema.object().with("name", NAME).named("VersionNaming");

    private final VersionStore versions;
    private final Documents documents;
    private final TextEditor editor;
    private final Workers workers;

    public VersionsResource(VersionStore versions, Documents documents, TextEditor editor, Workers workers) {
        this.versions = versions;
        this.documents = documents;
        this.editor = editor;
        this.workers = workers;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/documents/{name}/versions", "List the versions that were kept")
                        .describe("The newest first.")
                        .needs(Role.VIEWER)
                        .query("before", Schema.integer(0, MAX_NUMBER), "the last id of the page before")
                        .query("limit", Schema.integer(1, MAX_PAGE), "how many, 50 if it is not given")
                        .answers(
                                200,
                                "A page; an empty one is the last",
                                Schema.object().with("versions", Schema.list(VERSION)))
                        .handle(AccountHandling.forAll(this::list)),
                Route.post("/documents/{name}/versions", "Keep the document as it is now")
                        .needs(Role.EDITOR)
                        .takes(NAMING)
                        .answers(201, "It is kept", VERSION)
                        .handle(AccountHandling.forAll(this::keep)),
                Route.patch("/documents/{name}/versions/{version}", "Name a version")
                        .needs(Role.EDITOR)
                        .takes(NAMING)
                        .answers(204, "That is its name now")
                        .handle(AccountHandling.forAll(this::rename)),
                Route.delete("/documents/{name}/versions/{version}", "Forget a version")
                        .needs(Role.OWNER)
                        .answers(204, "It is forgotten")
                        .handle(AccountHandling.forAll(this::remove)),
                Route.get("/documents/{name}/versions/{version}/text", "Read a text of a version")
                        .needs(Role.VIEWER)
                        .query("type", TextEditor.TYPE, TextEditor.TYPE_MEANING)
                        .answers(200, "The text as it was", Answers.TEXT)
                        .handle(AccountHandling.forAll(this::readText)),
                Route.get("/documents/{name}/versions/{version}/state", "Read a version as a Yjs update")
                        .describe("The whole document as it was, whatever is in it.")
                        .needs(Role.VIEWER)
                        .answers(200, "An update, format V1", Answers.OCTETS)
                        .handle(AccountHandling.forAll(this::readState)),
                Route.post("/documents/{name}/versions/{version}/restore", "Go back to a text of a version")
                        .describe(
                                "As an edit like any other, of what is different only: everybody stays connected, and their "
                                        + "cursors stay where nothing changes.")
                        .needs(Role.EDITOR)
                        .query("type", TextEditor.TYPE, TextEditor.TYPE_MEANING)
                        .header(Precondition.HEADER, Precondition.MEANING)
                        .answers(200, "The text is as it was", TextEditor.EDITED)
                        .handle(AccountHandling.forAll(this::restore)));
    }

    private CompletionStage<HttpReply> list(Call call) {
        long before = call.number("before", Long.MAX_VALUE);
        int limit = (int) call.number("limit", 50);
        return workers.run(() -> Answers.json(Map.of(
                "versions",
                versions.versions(call.document().value(), before, limit).stream()
                        .map(VersionsResource::json)
                        .toList())));
    }

    private CompletionStage<HttpReply> keep(Call call) {
        return documents
                .exists(call.document())
                .thenCompose(exists -> {
                    if (!exists) {
                        throw ProblemException.notFound("there is no such document");
                    }
                    return Visit.read(documents, call.document(), call.request().executor());
                })
                .handle(Visits::orProblem)
                .thenCompose(state -> workers.run(() -> kept(call, state)));
    }

    private HttpReply kept(Call call, byte[] state) {
        NamedVersion version = versions.keep(
                        call.document().value(),
                        call.json().text("name"),
                        call.who().user(),
                        System.currentTimeMillis(),
                        state,
                        MAX_VERSIONS)
                .orElseThrow(() -> new ProblemException(
                        409, "too-many-versions", "a document has " + MAX_VERSIONS + " versions at most: forget one"));
        return Answers.json(201, json(version));
    }

    private CompletionStage<HttpReply> rename(Call call) {
        return workers.run(() -> gone(
                versions.rename(call.document().value(), id(call), call.json().text("name"))));
    }

    private CompletionStage<HttpReply> remove(Call call) {
        return workers.run(() -> gone(versions.remove(call.document().value(), id(call))));
    }

    private static HttpReply gone(boolean wasThere) {
        if (!wasThere) {
            throw noVersion();
        }
        return Answers.empty(204);
    }

    private CompletionStage<HttpReply> readText(Call call) {
        return workers.run(() -> new HttpReply(200, Answers.TEXT, text(call).getBytes(UTF_8)));
    }

    private CompletionStage<HttpReply> readState(Call call) {
        return workers.run(() -> Answers.bytes(state(call)));
    }

    private CompletionStage<HttpReply> restore(Call call) {
        return workers.run(() -> text(call))
                .thenCompose(then -> editor.edit(call, draft -> TextDiff.between(draft.text(), then)))
                .handle(Visits::orProblem);
    }

    private String text(Call call) {
        try (Replica replica = new DocReplica()) {
            replica.applyUpdate(state(call));
            return replica.text(TextEditor.typeOf(call));
        }
    }

    private byte[] state(Call call) {
        return versions.state(call.document().value(), id(call)).orElseThrow(VersionsResource::noVersion);
    }

    private static long id(Call call) {
        try {
            return Long.parseLong(call.variable("version"));
        } catch (NumberFormatException e) {
            throw noVersion();
        }
    }

    private static ProblemException noVersion() {
        return ProblemException.notFound("there is no such version");
    }

    private static Map<String, Object> json(NamedVersion version) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", version.id());
        fields.put("name", version.name());
        fields.put("author", version.author());
        fields.put("createdAt", Instant.ofEpochMilli(version.createdAtMs()).toString());
        fields.put("bytes", version.bytes());
        return fields;
    }
}
