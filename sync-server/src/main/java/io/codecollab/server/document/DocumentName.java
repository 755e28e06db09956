package io.codecollab.server.document;

/**
 * What clients call a document: 1 to {@value #MAX_LENGTH} characters, none of them a control character. Immutable.
 *
 * <p>U+FFFD is refused as well: it is what undecodable bytes in a URL become, and two broken names must not meet in one
 * document.
 */
public record DocumentName(String value) {

    public static final int MAX_LENGTH = 256;

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException if it is none; the message is fit for the client
     */
    public DocumentName {
        int length = value.codePointCount(0, value.length());
        if (length < 1 || length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "document name must have 1 to " + MAX_LENGTH + " characters, length=" + length);
        }
        if (value.codePoints().anyMatch(DocumentName::isRefused)) {
            throw new IllegalArgumentException("document name has a character that cannot be used");
        }
    }

    private static boolean isRefused(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE
                || codePoint == 0xFFFD;
    }

    @Override
    public String toString() {
        return value;
    }
}
