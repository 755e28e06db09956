package io.codecollab.bench;

import io.codecollab.crdt.YText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One edit of a text by index: first {@code deleteCount} characters are deleted at {@code position}, then {@code insert}
 * is inserted there. Characters are UTF-16 units. In a file {@code edit := position: u32, deleteCount: u32, insert:
 * UTF-8}, big-endian, one {@linkplain Records record} each.
 *
 * <p>Immutable.
 */
record Edit(int position, int deleteCount, String insert) {

    static Edit decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int position = buffer.getInt();
        int deleteCount = buffer.getInt();
        return new Edit(
                position, deleteCount, StandardCharsets.UTF_8.decode(buffer).toString());
    }

    byte[] encode() {
        byte[] text = insert.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 * Integer.BYTES + text.length)
                .putInt(position)
                .putInt(deleteCount)
                .put(text)
                .array();
    }

    void applyTo(StringBuilder text) {
        text.replace(position, position + deleteCount, insert);
    }

    /** One transaction, or two if it both deletes and inserts. */
    void applyTo(YText text) {
        applyTo(JavaEngine.editor(text));
    }

    /** One transaction, or two if it both deletes and inserts. */
    void applyTo(CrdtDocument.Editor editor) {
        if (deleteCount > 0) {
            editor.delete(position, deleteCount);
        }
        if (!insert.isEmpty()) {
            editor.insert(position, insert);
        }
    }
}
