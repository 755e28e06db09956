package io.codecollab.server.http.api;

import io.codecollab.crdt.DeltaOp;
import io.codecollab.crdt.Doc;
import io.codecollab.crdt.DocOptions;
import io.codecollab.crdt.DocReplica;
import io.codecollab.crdt.YText;
import io.codecollab.server.document.DocumentName;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of a document in which somebody changes a text, so that the change can be merged into the document as an edit like any
 * other. Used by one thread.
 */
final class TextDraft {

    private static final byte[] NOTHING = {0, 0};

    private final Doc doc = new Doc(DocOptions.defaults().withCleanupFormatting(false));
    private final Authors authors;
    private final DocumentName document;
    private final YText shared;
    private final String text;
    private final String etag;
    private boolean changed;

    /**
     * A copy.
     *
     * @param state of the document, as one update
     * @param type which of its texts is to be changed
     */
    TextDraft(DocumentName document, byte[] state, String type, Authors authors) {
        this.document = document;
        this.authors = authors;
        doc.applyUpdate(state);
        shared = doc.getText(type);
        text = new DocReplica(doc).text(type);
        etag = ETags.of(new DocReplica(doc));
    }

    /** The text as it was copied. */
    String text() {
        return text;
    }

    /** The document's version, with what was changed here. */
    String etag() {
        return !changed ? etag : ETags.of(new DocReplica(doc));
    }

    /**
     * Changes the text.
     *
     * @return what has to be merged into the document, and whom it is from
     */
    Change change(List<TextEdit> edits) {
        List<TextEdit> ordered = TextEdit.lastFirst(edits);
        int[] indices = shared.length() == text.length() ? new int[0] : indices();
        Authors.Author author = authors.borrow(document, doc.stateVector());
        doc.clientId(author.client());
        List<byte[]> updates = new ArrayList<>(1);
        doc.onUpdate((update, origin, in, transaction) -> updates.add(update));
        doc.transact(transaction -> ordered.forEach(edit -> apply(edit, indices)));
        changed = !updates.isEmpty();
        byte[] update = changed ? updates.get(0) : NOTHING;
        return new Change(
                update, new Authors.Author(author.client(), doc.stateVector().get(author.client())));
    }

    /**
     * A change of a document.
     *
     * @param update what has to be merged
     * @param author whom it is from, with all that was written until then
     */
    record Change(byte[] update, Authors.Author author) {

        boolean isEmpty() {
            return update == NOTHING;
        }
    }

    private void apply(TextEdit edit, int[] indices) {
        int start = indices.length == 0 ? edit.start() : indices[edit.start()];
        int end = indices.length == 0 || edit.end() == edit.start()
                ? start + edit.end() - edit.start()
                : indices[edit.end() - 1] + 1;
        shared.delete(start, end - start);
        shared.insert(start, edit.text());
    }

    /** Where each unit of the plain text is in the shared one, which has pictures and the like in between. */
    private int[] indices() {
        int[] indices = new int[text.length() + 1];
        int index = 0;
        int offset = 0;
        for (DeltaOp op : shared.toDelta()) {
            if (op instanceof DeltaOp.Insert insert && insert.content() instanceof String run) {
                for (int i = 0; i < run.length(); i++) {
                    indices[offset++] = index++;
                }
            } else {
                index++;
            }
        }
        indices[offset] = index;
        return indices;
    }
}
