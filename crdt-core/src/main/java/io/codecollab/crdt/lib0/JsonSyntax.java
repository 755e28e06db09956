package io.codecollab.crdt.lib0;

/**
 * Checks that bytes are one JSON text (RFC 8259) and builds nothing: an update is refused for bad JSON before anything
 * of it is applied, while the values stay bytes until somebody reads them. The bytes must be well-formed UTF-8 already.
 *
 * <p>Not thread-safe, used once.
 */
final class JsonSyntax {

    private final byte[] bytes;
    private final int end;
    private int at;

    JsonSyntax(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    void check(int maxDepth) {
        skipSpace();
        skipValue(maxDepth);
        skipSpace();
        if (at < end) {
            throw failure("text after the JSON value");
        }
    }

    private void skipValue(int depthLeft) {
        int first = peek();
        switch (first) {
            case '{' -> skipObject(descend(depthLeft));
            case '[' -> skipArray(descend(depthLeft));
            case '"' -> skipString();
            case 't' -> skipLiteral("true");
            case 'f' -> skipLiteral("false");
            case 'n' -> skipLiteral("null");
            default -> skipNumber();
        }
    }

    private void skipObject(int depthLeft) {
        at++;
        skipSpace();
        if (takeIf('}')) {
            return;
        }
        while (true) {
            if (peek() != '"') {
                throw failure("expected a JSON property name");
            }
            skipString();
            skipSpace();
            take(':');
            skipSpace();
            skipValue(depthLeft);
            skipSpace();
            if (takeIf('}')) {
                return;
            }
            take(',');
            skipSpace();
        }
    }

    private void skipArray(int depthLeft) {
        at++;
        skipSpace();
        if (takeIf(']')) {
            return;
        }
        while (true) {
            skipValue(depthLeft);
            skipSpace();
            if (takeIf(']')) {
                return;
            }
            take(',');
            skipSpace();
        }
    }

    private void skipString() {
        at++;
        while (true) {
            int unit = peek();
            if (unit >= 0 && unit < ' ') {
                throw failure("control character in a JSON string");
            }
            at++;
            if (unit == '"') {
                return;
            }
            if (unit == '\\') {
                skipEscape();
            } else if (unit < 0) {
                at = end;
                throw failure("unexpected end of JSON");
            }
        }
    }

    private void skipEscape() {
        int escape = peek();
        switch (escape) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at++;
            case 'u' -> {
                at++;
                for (int i = 0; i < 4; i++) {
                    if (Character.digit(peek(), 16) < 0) {
                        throw failure("expected a hexadecimal digit");
                    }
                    at++;
                }
            }
            default -> throw failure("unknown JSON escape");
        }
    }

    private void skipLiteral(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            if (!takeIf(literal.charAt(i))) {
                throw failure("expected a JSON value");
            }
        }
    }

    private void skipNumber() {
        takeIf('-');
        if (!takeIf('0')) {
            skipDigits("expected a JSON value");
        }
        if (takeIf('.')) {
            skipDigits("expected a digit");
        }
        if (takeIf('e') || takeIf('E')) {
            if (!takeIf('+')) {
                takeIf('-');
            }
            skipDigits("expected a digit");
        }
    }

    private void skipDigits(String otherwise) {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw failure(at == end ? "unexpected end of JSON" : otherwise);
        }
    }

    private void skipSpace() {
        int unit = peek();
        while (unit == ' ' || unit == '\n' || unit == '\r' || unit == '\t') {
            at++;
            unit = peek();
        }
    }

    /** The next byte, 0 to 255, or -1 at the end. */
    private int peek() {
        return at < end ? bytes[at] & 0xFF : -1;
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
