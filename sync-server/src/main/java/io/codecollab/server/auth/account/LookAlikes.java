package io.codecollab.server.auth.account;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Makes one of what looks alike, as far as the letters go that {@link UserName} allows: upper and lower case, accents, letters of
 * other alphabets, digits. The idea is that of the skeletons in UTS 39, section 4; the table is shorter, because a name is of
 * one script.
 *
 * <pre>
 *   Zo\u00EB, zoe, ZOE, z0e            zoe
 *   \u0440\u0430\u0443\u0440\u0430\u04CF (Cyrillic)   paypai     l, I, 1 and \u04CF are one
 * </pre>
 */
final class LookAlikes {

    /** Letters in pairs: what looks like, and what it looks like. All lower case. */
    private static final String PAIRS = "0o" + "1i" + "li" + "|i" // digits, bars
            + "\u0131i" + "\u0142i" + "\u00F8o" + "\u0111d" + "\u0127h" + "\u0167t" + "\u0138k" + "\u014Bn" // Latin
            + "\u00F0d" + "\u00FEp" + "\u017Fs"
            + "\u0430a" + "\u0432b" + "\u0435e" + "\u0437z" + "\u043Ak" + "\u043Cm" + "\u043Dh" + "\u043Eo" // Cyrillic
            + "\u0440p" + "\u0441c" + "\u0442t" + "\u0443y" + "\u0445x" + "\u0455s" + "\u0456i" + "\u0458j"
            + "\u04CFi" + "\u04BBh" + "\u0501d" + "\u051Bq" + "\u051Dw" + "\u0433r" + "\u043Fn" + "\u0438u"
            + "\u0454e" + "\u0475v" + "\u04AFy" + "\u0261g"
            + "\u03B1a" + "\u03B2b" + "\u03B3y" + "\u03B5e" + "\u03B6z" + "\u03B7n" + "\u03B9i" + "\u03BAk" // Greek
            + "\u03BCm" + "\u03BDv" + "\u03BFo" + "\u03C1p" + "\u03C3o" + "\u03C2s" + "\u03C4t" + "\u03C5u"
            + "\u03C7x" + "\u03C9w";

    private static final Map<Integer, Integer> TABLE = new HashMap<>();

    static {
        int[] letters = PAIRS.codePoints().toArray();
        for (int i = 0; i < letters.length; i += 2) {
            TABLE.put(letters[i], letters[i + 1]);
        }
    }

    private LookAlikes() {}

    /** The same for all that look alike. */
    static String fold(String name) {
        // upper case first: some letters are alike only there, and Greek has two small sigmas
        String lower = name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder();
        Normalizer.normalize(lower, Normalizer.Form.NFKD).codePoints().forEach(character -> {
            if (!isLatinAccent(character)) {
                folded.appendCodePoint(TABLE.getOrDefault(character, character));
            }
        });
        return folded.toString().replace("rn", "m").replace("vv", "w");
    }

    /** The accents of Latin, Greek and Cyrillic letters. The marks of other scripts are letters of their own. */
    private static boolean isLatinAccent(int character) {
        return character >= 0x0300 && character <= 0x036F;
    }

    /** Letters for phonetics, history and mathematics, of which no language here is written and many look like others. */
    static boolean isExotic(int character) {
        boolean isLatin = Character.UnicodeScript.of(character) == Character.UnicodeScript.LATIN;
        boolean isUsualLatin = character <= 0x017F
                || (character >= 0x1E00 && character <= 0x1EFF)
                || (character >= 0x0218 && character <= 0x021B)
                || character == 0x01A0
                || character == 0x01A1
                || character == 0x01AF
                || character == 0x01B0;
        boolean isLateCyrillic = character >= 0x0500 && character <= 0x052F;
        boolean isEarlyCyrillic = character >= 0x0460 && character <= 0x0489;
        boolean isLateGreek = character >= 0x03D0 && character <= 0x03FF;
        return (isLatin && !isUsualLatin) || isLateCyrillic || isEarlyCyrillic || isLateGreek;
    }
}
