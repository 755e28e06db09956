package io.codecollab.crdt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A shared text, plain or with formatting and embeds. Indices and lengths are UTF-16 units, as in {@link String}.
 *
 * <p>Cutting a surrogate pair, by inserting or deleting between its halves, replaces both halves by U+FFFD, as in Yjs.
 *
 * <p>Not thread-safe: belongs to its document's writer.
 */
public sealed class YText extends SharedType permits XmlText {
    private static final String SNAPSHOT_ORIGIN = "cleanup";

    private @Nullable List<Runnable> preliminary;

    /** A preliminary, empty text. */
    public YText() {
        this(new Branch(Branch.TEXT, null, null));
        becomePreliminary();
    }

    /** A preliminary text. */
    public YText(String initial) {
        this();
        insert(0, initial);
    }

    YText(Branch branch) {
        super(branch);
    }

    final void becomePreliminary() {
        preliminary = new ArrayList<>();
        branch.type = this;
    }

    @Override
    final void integratePreliminaryContent() {
        List<Runnable> edits = preliminary;
        preliminary = null;
        if (edits != null) {
            edits.forEach(Runnable::run);
        }
    }

    /* True if the edit waits until there is a document. */
    private boolean postpone(Runnable edit) {
        List<Runnable> edits = preliminary;
        if (edits == null) {
            return false;
        }
        edits.add(edit);
        return true;
    }

    /**
     * Inserts text, formatted like the place where it goes; an index beyond the end means the end.
     *
     * @throws IndexOutOfBoundsException if the index is negative
     */
    public final void insert(int index, String text) {
        checkIndex(index, 0);
        if (text.isEmpty() || postpone(() -> insert(index, text))) {
            return;
        }
        edit(transaction -> {
            if (!branch.hasFormatting) {
                TextEdits.insertPlain(transaction, branch, index, text);
                return;
            }
            TextPosition position = TextPosition.at(transaction, branch, index);
            TextEdits.insert(transaction, branch, position, text, new LinkedHashMap<>(position.attributes));
        });
    }

    /** Inserts text with exactly these attributes. */
    public final void insert(int index, String text, Map<String, ?> attributes) {
        checkIndex(index, 0);
        Map<String, @Nullable Object> normalized = Attributes.normalized(attributes);
        if (text.isEmpty() || postpone(() -> insert(index, text, normalized))) {
            return;
        }
        edit(transaction ->
                TextEdits.insert(transaction, branch, TextPosition.at(transaction, branch, index), text, normalized));
    }

    /** Inserts a value or a shared type that takes one unit, without formatting. */
    public final void insertEmbed(int index, Object embed) {
        insertEmbed(index, embed, Map.of());
    }

    /** Inserts a value or a shared type that takes one unit, with exactly these attributes. */
    public final void insertEmbed(int index, Object embed, Map<String, ?> attributes) {
        checkIndex(index, 0);
        Map<String, @Nullable Object> normalized = Attributes.normalized(attributes);
        if (postpone(() -> insertEmbed(index, embed, normalized))) {
            return;
        }
        Object content = embed instanceof SharedType ? embed : new EmbedValue(embed);
        edit(transaction -> TextEdits.insert(
                transaction, branch, TextPosition.at(transaction, branch, index), content, normalized));
    }

    /** Deletes {@code length} units from {@code index} on, or as many as there are. */
    public final void delete(int index, int length) {
        checkIndex(index, length);
        if (length == 0 || postpone(() -> delete(index, length))) {
            return;
        }
        edit(transaction -> {
            TextPosition position = TextPosition.at(transaction, branch, index);
            TextEdits.delete(transaction, branch, position, length);
            Item left = position.left;
            if (!branch.hasFormatting && left != null) {
                restoreCursor(index);
            }
        });
    }

    /* Somebody who deletes goes on at the same place. */
    private void restoreCursor(int index) {
        if (index > 0 && index <= branch.length) {
            branch.cursor().find(index - 1);
        }
    }

    /** Formats {@code length} units from {@code index} on; a null value ends an attribute. */
    public final void format(int index, int length, Map<String, ?> attributes) {
        checkIndex(index, length);
        Map<String, @Nullable Object> normalized = Attributes.normalized(attributes);
        if (length == 0 || postpone(() -> format(index, length, normalized))) {
            return;
        }
        edit(transaction -> {
            TextPosition position = TextPosition.at(transaction, branch, index);
            if (position.right != null) {
                TextEdits.format(transaction, branch, position, length, normalized);
            }
        });
    }

    /** Applies a delta from the start of the text on, in one transaction. */
    public final void applyDelta(List<DeltaOp> delta) {
        applyDelta(delta, true);
    }

    /**
     * Applies a delta from the start of the text on, in one transaction.
     *
     * @param sanitize false drops the newline that Quill has at the end of every document and Yjs has not
     */
    public final void applyDelta(List<DeltaOp> delta, boolean sanitize) {
        List<DeltaOp> ops = List.copyOf(delta);
        if (postpone(() -> applyDelta(ops, sanitize))) {
            return;
        }
        edit(transaction -> {
            TextPosition position = TextPosition.start(branch);
            for (int i = 0; i < ops.size(); i++) {
                boolean dropNewline = !sanitize && i == ops.size() - 1;
                apply(transaction, position, ops.get(i), dropNewline);
            }
        });
    }

    private void apply(Transaction transaction, TextPosition position, DeltaOp op, boolean dropNewline) {
        if (op instanceof DeltaOp.Insert insert) {
            Object content = insert.content();
            if (content instanceof String text) {
                boolean drops = dropNewline && position.right == null && text.endsWith("\n");
                content = drops ? text.substring(0, text.length() - 1) : text;
                if (content.equals("")) {
                    return;
                }
            } else if (!(content instanceof SharedType)) {
                content = new EmbedValue(content);
            }
            TextEdits.insert(transaction, branch, position, content, Attributes.normalized(insert.attributes()));
        } else if (op instanceof DeltaOp.Retain retain) {
            TextEdits.format(
                    transaction, branch, position, retain.length(), Attributes.normalized(retain.attributes()));
        } else if (op instanceof DeltaOp.Delete delete) {
            TextEdits.delete(transaction, branch, position, delete.length());
        }
    }

    private static void checkIndex(int index, int length) {
        if (index < 0 || length < 0) {
            throw new IndexOutOfBoundsException("index=" + index + ", length=" + length);
        }
    }

    /** The text with its formatting and embeds, as inserts. */
    public final List<DeltaOp> toDelta() {
        return TextContent.delta(branch);
    }

    /**
     * The text as it was, as inserts; compared with an earlier moment, runs that were added or removed since have attribute
     * {@code ychange}: {@code {type=added}} or {@code {type=removed}}. Needs a document that does not collect garbage.
     *
     * @param snapshot the moment to show; null for now
     * @param previous the moment to compare with; null for none
     */
    public final List<DeltaOp> toDelta(@Nullable Snapshot snapshot, @Nullable Snapshot previous) {
        return toDelta(snapshot, previous, (change, id) -> Map.of("type", change.word()));
    }

    /** The text as it was, compared with an earlier moment; {@code attribution} says what attribute {@code ychange} is. */
    public final List<DeltaOp> toDelta(
            @Nullable Snapshot snapshot, @Nullable Snapshot previous, YChange.Attribution attribution) {
        if (snapshot == null && previous == null) {
            return toDelta();
        }
        SnapshotDelta delta = new SnapshotDelta(snapshot, previous, attribution);
        return requireDoc().compute(transaction -> delta.read(transaction, branch), SNAPSHOT_ORIGIN);
    }

    /** The text without formatting and embeds. */
    @Override
    public String toString() {
        return TextContent.plain(branch);
    }

    /* Attributes of the text as a whole, which share a map with nobody. */

    public final void setAttribute(String name, @Nullable Object value) {
        if (!postpone(() -> setAttribute(name, value))) {
            edit(transaction -> ListEdits.set(transaction, branch, name, value));
        }
    }

    public final @Nullable Object getAttribute(String name) {
        Item item = branch.liveEntry(name);
        return item == null ? null : Contents.last(item);
    }

    public final void removeAttribute(String name) {
        if (!postpone(() -> removeAttribute(name))) {
            edit(transaction -> ListEdits.remove(transaction, branch, name));
        }
    }

    public final Map<String, @Nullable Object> getAttributes() {
        return YMap.properties(branch);
    }

    @Override
    public YText copy() {
        return (YText) super.copy();
    }
}
