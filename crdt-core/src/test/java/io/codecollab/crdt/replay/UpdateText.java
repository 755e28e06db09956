package io.codecollab.crdt.replay;

import io.codecollab.crdt.lib0.DecodeException;
import io.codecollab.crdt.lib0.DecodeLimits;
import io.codecollab.crdt.update.StructRef;
import io.codecollab.crdt.update.UpdateCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** An update as lines to read, one per struct, for the message of a failing test. Stateless. */
final class UpdateText {

    private UpdateText() {}

    static String v1(byte[] update) {
        return text(update, UpdateCursor.v1(update, DecodeLimits.DEFAULT));
    }

    static String v2(byte[] update) {
        return text(update, UpdateCursor.v2(update, DecodeLimits.DEFAULT));
    }

    private static String text(byte[] update, UpdateCursor cursor) {
        List<String> lines = new ArrayList<>();
        lines.add(HexFormat.of().formatHex(update));
        try {
            while (cursor.next()) {
                lines.add(struct(cursor));
            }
            lines.add("deleted " + cursor.readDeleteSet());
        } catch (DecodeException e) {
            lines.add("not an update: " + e.getMessage());
        }
        return String.join("\n        ", lines);
    }

    private static String struct(UpdateCursor cursor) {
        StringBuilder line = new StringBuilder();
        line.append(cursor.client).append(':').append(cursor.clock).append('+').append(cursor.length);
        if (cursor.ref == StructRef.GC || cursor.ref == StructRef.SKIP) {
            return line.append(cursor.ref == StructRef.GC ? " GC" : " Skip").toString();
        }
        if ((cursor.info & StructRef.HAS_ORIGIN) != 0) {
            line.append(" after ").append(cursor.originClient).append(':').append(cursor.originClock);
        }
        if ((cursor.info & StructRef.HAS_RIGHT_ORIGIN) != 0) {
            line.append(" before ").append(cursor.rightOriginClient).append(':').append(cursor.rightOriginClock);
        }
        if (cursor.parentKind == UpdateCursor.PARENT_ROOT) {
            line.append(" in '").append(cursor.parentName).append('\'');
        } else if (cursor.parentKind == UpdateCursor.PARENT_ID) {
            line.append(" in ").append(cursor.parentClient).append(':').append(cursor.parentClock);
        }
        if (cursor.parentSub != null) {
            line.append(" key '").append(cursor.parentSub).append('\'');
        }
        return line.append(' ').append(content(cursor)).toString();
    }

    private static String content(UpdateCursor cursor) {
        return switch (cursor.ref) {
            case StructRef.DELETED -> "Deleted";
            case StructRef.STRING -> "String '" + string(cursor) + "'";
            case StructRef.TYPE -> "Type " + cursor.typeRef + (cursor.typeName == null ? "" : " " + cursor.typeName);
            case StructRef.FORMAT -> "Format " + cursor.key + "=" + value(cursor);
            case StructRef.EMBED -> "Embed " + value(cursor);
            case StructRef.DOC -> "Doc " + cursor.guid + " " + value(cursor);
            case StructRef.JSON -> "JSON " + value(cursor);
            case StructRef.ANY -> "Any " + value(cursor);
            case StructRef.BINARY -> "Binary " + value(cursor);
            default -> "ref " + cursor.ref;
        };
    }

    private static String string(UpdateCursor cursor) {
        if (cursor.textBytes != null) {
            return new String(
                    cursor.textBytes, cursor.textStart, cursor.textEnd - cursor.textStart, StandardCharsets.UTF_8);
        }
        return cursor.textChars == null
                ? ""
                : new String(cursor.textChars, cursor.textStart, cursor.textEnd - cursor.textStart);
    }

    private static String value(UpdateCursor cursor) {
        if (cursor.valueIsJson && (cursor.ref == StructRef.FORMAT || cursor.ref == StructRef.EMBED)) {
            return new String(
                    cursor.valueBytes, cursor.valueStart, cursor.valueEnd - cursor.valueStart, StandardCharsets.UTF_8);
        }
        return HexFormat.of().formatHex(cursor.valueBytes, cursor.valueStart, cursor.valueEnd);
    }
}
