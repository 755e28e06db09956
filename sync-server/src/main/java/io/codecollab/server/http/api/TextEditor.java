package io.codecollab.server.http.api;

import io.codecollab.crdt.Replica;
import io.codecollab.server.document.Documents;
import io.codecollab.server.document.Visit;
import io.codecollab.server.http.HttpReply;
import io.codecollab.server.ops.Workers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Edits texts on behalf of requests: in a copy, on a worker thread; what changed there is merged into the document, and is
 * answered when it is stored. Thread-safe.
 */
public final class TextEditor {

    /** The first file of a document in the web client, and the text in our examples. */
    private static final String DEFAULT_TYPE = "code";

    static final Schema TYPE =
            Schema.string(1, 256).describe("which of the document's texts").example(DEFAULT_TYPE);

    static final String TYPE_MEANING = "which of the document's texts; " + DEFAULT_TYPE + " if it is not given";

    static final Schema EDITED = Schema.object()
            .with("etag", Schema.string().describe("the version the edits made, as in the header ETag"))
            .with("length", Schema.integer(0, Integer.MAX_VALUE).describe("of the text, in UTF-16 units"))
            .named("Edited");

    private final Documents documents;
    private final Workers workers;
    private final Authors authors = new Authors();

    public TextEditor(Documents documents, Workers workers) {
        this.documents = documents;
        this.workers = workers;
    }

    /** The text a request is about. */
    static String typeOf(Call call) {
        return call.query("type").orElse(DEFAULT_TYPE);
    }

    /**
     * Edits the text a request is about: the version it asks for, or whatever is there, with what others write meanwhile.
     *
     * @param edits what is to be done to the text of a draft; on a worker thread
     */
    CompletionStage<HttpReply> edit(Call call, Function<TextDraft, List<TextEdit>> edits) {
        Precondition precondition = Precondition.of(call);
        return requireThere(call, precondition)
                .thenCompose(there ->
                        Visit.read(documents, call.document(), call.request().executor()))
                .thenCompose(state -> workers.run(() -> edited(call, state, draft -> {
                    precondition.require(draft.etag());
                    return edits.apply(draft);
                })))
                .thenCompose(edited -> store(call, precondition, edited));
    }

    private CompletionStage<Boolean> requireThere(Call call, Precondition precondition) {
        if (!precondition.isGiven()) {
            return CompletableFuture.completedFuture(true); // or it is made
        }
        return documents.exists(call.document()).thenApply(exists -> {
            precondition.requireThere(exists);
            return exists;
        });
    }

    /**
     * What is to be merged, and what is answered then.
     *
     * @param readEtag of the version that was read and edited
     * @param etag of that version with the edits: others may have written since, and whoever asked has not seen that
     */
    private record Edited(TextDraft.Change change, String readEtag, String etag, int length) {

        void requireUnchanged(Replica replica) {
            String now = ETags.of(replica);
            if (!now.equals(readEtag)) {
                throw Precondition.changed(now);
            }
        }
    }

    private Edited edited(Call call, byte[] state, Function<TextDraft, List<TextEdit>> wanted) {
        TextDraft draft = new TextDraft(call.document(), state, typeOf(call), authors);
        List<TextEdit> edits = wanted.apply(draft);
        int length = draft.text().length();
        for (TextEdit edit : edits) {
            length += edit.text().length() - (edit.end() - edit.start());
        }
        String readEtag = draft.etag();
        TextDraft.Change change = draft.change(edits);
        return new Edited(change, readEtag, draft.etag(), length);
    }

    /** Answers when the edits are stored. */
    private CompletionStage<HttpReply> store(Call call, Precondition precondition, Edited edited) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("etag", edited.etag());
        fields.put("length", edited.length());
        HttpReply reply = Answers.json(fields).with("etag", edited.etag());
        if (edited.change().isEmpty()) {
            return Answers.now(reply);
        }
        return Visit.merge(
                        documents,
                        call.document(),
                        call.request().executor(),
                        edited.change().update(),
                        precondition.isGiven() ? edited::requireUnchanged : replica -> {})
                .thenApply(stored -> {
                    authors.giveBack(call.document(), edited.change().author());
                    return reply;
                });
    }
}
