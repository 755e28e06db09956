package io.codecollab.server.auth.account;

import java.text.Normalizer;
import java.util.Locale;

/** What people write about documents. */
final class Texts {

    private Texts() {}

    /**
     * Text in one line, in Unicode's form NFC.
     *
     * @param what it is, for people
     * @throws AccountException if it is longer, or has characters that cannot be shown or stored
     */
    static String line(String what, String text, int maxLength) {
        String line = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        if (line.codePointCount(0, line.length()) > maxLength) {
            throw AccountException.invalid(what + " must have " + maxLength + " characters at most");
        }
        if (line.codePoints().anyMatch(Texts::isUnfit)) {
            throw AccountException.invalid(what + " has a character that cannot be used");
        }
        return line;
    }

    private static boolean isUnfit(int character) {
        int type = Character.getType(character);
        return Character.isISOControl(character)
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** The same for texts that people take for the same when they search. */
    static String searchKey(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
