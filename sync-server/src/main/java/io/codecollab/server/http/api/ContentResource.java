package io.codecollab.server.http.api;

import io.codecollab.server.auth.Role;
import io.codecollab.server.document.DocumentName;
import io.codecollab.server.document.Documents;
import io.codecollab.server.document.Visit;
import io.codecollab.server.http.HttpReply;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What is in a document, for those who speak no Yjs, and for those who do. What they write is merged by the document as an edit
 * like any other, is seen by everybody at once, and is answered when it is stored. Thread-safe.
 */
public final class ContentResource implements Resource {

    private static final int MAX_EDITS = 1_000;

    private static final Schema STATE_VECTOR = Schema.string(1, 100_000).pattern("[A-Za-z0-9_-]+");

    private final Documents documents;
    private final TextEditor editor;
    private final IdempotencyKeys keys = new IdempotencyKeys();

    public ContentResource(Documents documents, TextEditor editor) {
        this.documents = documents;
        this.editor = editor;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/documents/{name}/text", "Read a text")
                        .needs(Role.VIEWER)
                        .query("type", TextEditor.TYPE, TextEditor.TYPE_MEANING)
                        .header("If-None-Match", "the ETag of a version that is known already")
                        .answers(200, "The text; its version is in the header ETag", Answers.TEXT)
                        .answers(304, "It is the version that is known already")
                        .handle(this::readText),
                Route.get("/documents/{name}/state", "Read a document as a Yjs update")
                        .needs(Role.VIEWER)
                        .query("since", STATE_VECTOR, "a state vector in base64url: leave out what it has")
                        .header("If-None-Match", "the ETag of a version that is known already")
                        .answers(200, "An update, format V1; its version is in the header ETag", Answers.OCTETS)
                        .answers(304, "It is the version that is known already")
                        .handle(this::readState),
                Route.patch("/documents/{name}/text", "Edit a text")
                        .describe(
                                "All edits refer to the text as it was before the first of them, and may not overlap. What "
                                        + "others write at the same moment is kept. A document that does not exist is made.")
                        .needs(Role.EDITOR)
                        .query("type", TextEditor.TYPE, TextEditor.TYPE_MEANING)
                        .header(Precondition.HEADER, Precondition.MEANING)
                        .header(IdempotencyKeys.HEADER, "any text: who asks again with the same one edits only once")
                        .takes(Schema.object().with("edits", Schema.list(Positions.EDIT, MAX_EDITS)))
                        .answers(200, "The edits are stored", TextEditor.EDITED)
                        .handle(call -> keys.once(call, () -> editText(call))),
                Route.post("/documents/{name}/updates", "Merge a Yjs update")
                        .describe("A document that does not exist is made.")
                        .needs(Role.EDITOR)
                        .takesBytes("An update, format V1")
                        .answers(204, "It is stored")
                        .handle(this::merge));
    }

    private record Seen(byte[] content, String etag) {}

    private CompletionStage<HttpReply> readText(Call call) {
        String type = TextEditor.typeOf(call);
        return requireExisting(call.document())
                .thenCompose(exists -> Visit.look(
                        documents,
                        call.document(),
                        call.request().executor(),
                        replica -> new Seen(Answers.text(replica.text(type)).body(), ETags.of(replica))))
                .handle(Visits::orProblem)
                .thenApply(seen -> unlessKnown(call, seen, Answers.TEXT));
    }

    private CompletionStage<HttpReply> readState(Call call) {
        byte[] since = call.query("since").map(ContentResource::stateVector).orElse(new byte[] {0});
        return requireExisting(call.document())
                .thenCompose(exists -> Visit.look(
                        documents,
                        call.document(),
                        call.request().executor(),
                        replica -> new Seen(
                                since.length == 1 ? replica.encodeStateAsUpdate() : replica.encodeStateAsUpdate(since),
                                ETags.of(replica))))
                .handle(Visits::orProblem)
                .thenApply(seen -> unlessKnown(call, seen, Answers.OCTETS));
    }

    private static HttpReply unlessKnown(Call call, Seen seen, String contentType) {
        boolean isKnown = call.request()
                .headers()
                .first("if-none-match")
                .filter(known -> ETags.matches(known, seen.etag()))
                .isPresent();
        HttpReply reply = isKnown ? Answers.empty(304) : new HttpReply(200, contentType, seen.content());
        return reply.with("etag", seen.etag());
    }

    private CompletionStage<HttpReply> editText(Call call) {
        return editor.edit(
                        call,
                        draft -> new Positions(draft.text()).edits(call.json().objects("edits")))
                .handle(Visits::orProblem);
    }

    private CompletionStage<HttpReply> merge(Call call) {
        return Visit.merge(documents, call.document(), call.request().executor(), call.bytes())
                .handle(Visits::orProblem)
                .thenApply(stored -> Answers.empty(204));
    }

    private CompletionStage<Boolean> requireExisting(DocumentName document) {
        return documents.exists(document).thenApply(exists -> {
            if (!exists) {
                throw ProblemException.notFound("there is no such document");
            }
            return true;
        });
    }

    private static byte[] stateVector(String base64) {
        try {
            return Base64.getUrlDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("since is no base64url");
        }
    }
}
