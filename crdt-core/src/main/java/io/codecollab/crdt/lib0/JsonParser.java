package io.codecollab.crdt.lib0;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text (RFC 8259, as strict as {@code JSON.parse}) into the values of {@link Any}.
 *
 * <p>Not thread-safe, used once.
 */
final class JsonParser {

    /** So many digits always fit a long, and a double exactly. */
    private static final int MAX_PLAIN_DIGITS = 15;

    private final String text;
    private int at;

    JsonParser(String text) {
        this.text = text;
    }

    @Nullable
    Object parse(int maxDepth) {
        skipSpace();
        Object value = readValue(maxDepth);
        skipSpace();
        if (at < text.length()) {
            throw failure("text after the JSON value");
        }
        return value;
    }

    private @Nullable Object readValue(int depthLeft) {
        int first = peek();
        return switch (first) {
            case '{' -> readObject(descend(depthLeft));
            case '[' -> readArray(descend(depthLeft));
            case '"' -> readString();
            case 't' -> {
                takeLiteral("true");
                yield true;
            }
            case 'f' -> {
                takeLiteral("false");
                yield false;
            }
            case 'n' -> {
                takeLiteral("null");
                yield null;
            }
            default -> readNumber();
        };
    }

    private Map<String, @Nullable Object> readObject(int depthLeft) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (takeIf('}')) {
            return object;
        }
        while (true) {
            if (peek() != '"') {
                throw failure("expected a JSON property name");
            }
            String key = readString();
            skipSpace();
            take(':');
            skipSpace();
            object.put(key, readValue(depthLeft));
            skipSpace();
            if (takeIf('}')) {
                return object;
            }
            take(',');
            skipSpace();
        }
    }

    private List<@Nullable Object> readArray(int depthLeft) {
        List<@Nullable Object> array = new ArrayList<>();
        at++;
        skipSpace();
        if (takeIf(']')) {
            return array;
        }
        while (true) {
            array.add(readValue(depthLeft));
            skipSpace();
            if (takeIf(']')) {
                return array;
            }
            take(',');
            skipSpace();
        }
    }

    private String readString() {
        int start = ++at;
        while (true) {
            int unit = peek();
            if (unit == '"') {
                return text.substring(start, at++);
            }
            if (unit == '\\') {
                return readEscapedString(start);
            }
            if (unit < ' ') {
                throw failure(unit < 0 ? "unexpected end of JSON" : "control character in a JSON string");
            }
            at++;
        }
    }

    /** Goes on with a string at its first backslash. */
    private String readEscapedString(int start) {
        StringBuilder value = new StringBuilder().append(text, start, at);
        while (true) {
            int unit = peek();
            if (unit == '"') {
                at++;
                return value.toString();
            }
            if (unit < ' ') {
                throw failure(unit < 0 ? "unexpected end of JSON" : "control character in a JSON string");
            }
            at++;
            value.append(unit == '\\' ? readEscape() : (char) unit);
        }
    }

    private char readEscape() {
        int escape = peek();
        at++;
        return switch (escape) {
            case '"', '\\', '/' -> (char) escape;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> readHexUnit();
            default -> {
                at--;
                throw failure("unknown JSON escape");
            }
        };
    }

    private char readHexUnit() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = peek();
            int value = digit < 0x80 ? Character.digit(digit, 16) : -1;
            if (value < 0) {
                throw failure("expected a hexadecimal digit");
            }
            unit = unit << 4 | value;
            at++;
        }
        return (char) unit;
    }

    private void takeLiteral(String literal) {
        if (!text.startsWith(literal, at)) {
            throw failure("expected a JSON value");
        }
        at += literal.length();
    }

    private Object readNumber() {
        int start = at;
        boolean negative = takeIf('-');
        int integerStart = at;
        if (!takeIf('0')) {
            takeDigits("expected a JSON value");
        }
        boolean integer = true;
        if (takeIf('.')) {
            integer = false;
            takeDigits("expected a digit");
        }
        if (peek() == 'e' || peek() == 'E') {
            integer = false;
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            takeDigits("expected a digit");
        }
        if (integer && at - integerStart <= MAX_PLAIN_DIGITS) {
            long value = Long.parseLong(text, start, at, 10);
            return negative && value == 0 ? (Object) (-0.0) : (Object) value;
        }
        double value = Double.parseDouble(text.substring(start, at));
        boolean safe = value == Math.rint(value) && Math.abs(value) <= ByteReader.MAX_SAFE_INTEGER;
        return safe && !(value == 0 && negative) ? (Object) (long) value : (Object) value;
    }

    private void takeDigits(String otherwise) {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw failure(at == text.length() ? "unexpected end of JSON" : otherwise);
        }
    }

    private void skipSpace() {
        int unit = peek();
        while (unit == ' ' || unit == '\n' || unit == '\r' || unit == '\t') {
            at++;
            unit = peek();
        }
    }

    /** The next unit, or -1 at the end. */
    private int peek() {
        return at < text.length() ? text.charAt(at) : -1;
    }

    private boolean takeIf(char unit) {
        if (peek() == unit) {
            at++;
            return true;
        }
        return false;
    }

    private void take(char unit) {
        if (!takeIf(unit)) {
            throw failure("expected '" + unit + "' in JSON");
        }
    }

    private int descend(int depthLeft) {
        if (depthLeft == 0) {
            throw failure("JSON nested too deeply");
        }
        return depthLeft - 1;
    }

    private DecodeException failure(String reason) {
        return new DecodeException(reason, at);
    }
}
