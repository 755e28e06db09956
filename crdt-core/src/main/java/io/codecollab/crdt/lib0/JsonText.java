package io.codecollab.crdt.lib0;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON exactly as {@code JSON.stringify} writes it and {@code JSON.parse} reads it, between text and the values of
 * {@link Any}. Update format V1 stores formats and embeds this way, awareness stores states this way.
 *
 * <p>Stateless, thread-safe.
 */
public final class JsonText {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonText() {}

    /**
     * Reads a JSON text. Numbers become {@code Long} when they are integers up to 2^53-1 (but {@code -0} a {@code
     * Double}), else {@code Double}; of equal keys the last wins.
     *
     * @throws DecodeException when it is no JSON or nests deeper than {@link DecodeLimits#DEFAULT} allows; its offset
     *     counts UTF-16 units
     */
    public static @Nullable Object read(String text) {
        return read(text, DecodeLimits.DEFAULT);
    }

    /** Reads a JSON text that may nest as deep as the limits say. */
    public static @Nullable Object read(String text, DecodeLimits limits) {
        return new JsonParser(text).parse(limits.maxValueDepth());
    }

    /**
     * Checks that a range of well-formed UTF-8 is one JSON text, without building anything.
     *
     * @throws DecodeException when it is not, or nests deeper than the limits say; its offset counts bytes in the array
     */
    public static void check(byte[] bytes, int from, int to, DecodeLimits limits) {
        new JsonSyntax(bytes, from, to).check(limits.maxValueDepth());
    }

    /**
     * Writes a value as JSON: shortest numbers, {@code -0} as 0, NaN and infinities as null, properties that are
     * undefined left out, lone surrogates escaped, a byte array as an object of its elements.
     *
     * @throws IllegalArgumentException for what {@code JSON.stringify} refuses or has no text for: a bigint, undefined
     *     itself; and for what {@link Any#write} refuses
     */
    public static String write(@Nullable Object value) {
        if (value == Undefined.UNDEFINED) {
            throw new IllegalArgumentException("undefined has no JSON text");
        }
        StringBuilder out = new StringBuilder();
        write(out, value, DecodeLimits.MAX_VALUE_DEPTH);
        return out.toString();
    }

    private static void write(StringBuilder out, @Nullable Object value, int depthLeft) {
        if (value == null || value == Undefined.UNDEFINED) {
            out.append("null");
        } else if (value instanceof String text) {
            writeString(out, text);
        } else if (value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof BigInteger) {
            throw new IllegalArgumentException("a bigint has no JSON text");
        } else if (value instanceof Number boxed) {
            double number = JsNumber.doubleValue(boxed);
            if (Double.isFinite(number)) {
                JsNumber.append(out, number);
            } else {
                out.append("null");
            }
        } else if (value instanceof Map<?, ?> map) {
            writeObject(out, map, JsNumber.descend(depthLeft));
        } else if (value instanceof List<?> list) {
            writeArray(out, list, JsNumber.descend(depthLeft));
        } else if (value instanceof byte[] bytes) {
            writeBytes(out, bytes);
        } else {
            throw new IllegalArgumentException("type=" + value.getClass().getName() + " has no JSON text");
        }
    }

    private static void writeObject(StringBuilder out, Map<?, ?> map, int depthLeft) {
        char separator = '{';
        for (Map.Entry<String, ?> property : PropertyOrder.entries(map)) {
            if (property.getValue() != Undefined.UNDEFINED) {
                out.append(separator);
                writeString(out, property.getKey());
                out.append(':');
                write(out, property.getValue(), depthLeft);
                separator = ',';
            }
        }
        out.append(separator == '{' ? "{}" : "}");
    }

    private static void writeArray(StringBuilder out, List<?> list, int depthLeft) {
        char separator = '[';
        for (Object element : list) {
            out.append(separator);
            write(out, element, depthLeft);
            separator = ',';
        }
        out.append(separator == '[' ? "[]" : "]");
    }

    private static void writeBytes(StringBuilder out, byte[] bytes) {
        char separator = '{';
        for (int i = 0; i < bytes.length; i++) {
            out.append(separator).append('"').append(i).append("\":").append(bytes[i] & 0xFF);
            separator = ',';
        }
        out.append(separator == '{' ? "{}" : "}");
    }

    private static void writeString(StringBuilder out, String text) {
        out.append('"');
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char unit = text.charAt(i);
            if (unit == '"' || unit == '\\') {
                out.append('\\').append(unit);
            } else if (unit < ' ') {
                writeControl(out, unit);
            } else if (!Character.isSurrogate(unit)) {
                out.append(unit);
            } else if (Character.isHighSurrogate(unit)
                    && i + 1 < length
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(unit).append(text.charAt(++i));
            } else {
                writeEscape(out, unit);
            }
        }
        out.append('"');
    }

    private static void writeControl(StringBuilder out, char unit) {
        switch (unit) {
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> writeEscape(out, unit);
        }
    }

    private static void writeEscape(StringBuilder out, char unit) {
        out.append("\\u")
                .append(HEX[unit >>> 12])
                .append(HEX[unit >>> 8 & 0xF])
                .append(HEX[unit >>> 4 & 0xF])
                .append(HEX[unit & 0xF]);
    }
}
