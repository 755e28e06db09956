package io.codecollab.server.auth.account;

import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody with an account is called. Immutable.
 *
 * <p>Nobody should be taken for somebody else: a name is of one script, those of a text in Chinese, Japanese or Korean counting
 * as one, and of two names that look alike only one can be taken, see {@link LookAlikes}.
 *
 * @param value as others see it, in Unicode's form NFKC
 * @param key what no two accounts have in common
 */
public record UserName(String value, String key) {

    public static final int MIN_LENGTH = 2;
    public static final int MAX_LENGTH = 32;

    /** Longer than what any name can be written with before it is normalised. */
    private static final int MAX_RAW_LENGTH = 128;

    private static final String PUNCTUATION = "._-";

    private static final Set<Character.UnicodeScript> SCRIPTS = EnumSet.of(
            Character.UnicodeScript.LATIN,
            Character.UnicodeScript.GREEK,
            Character.UnicodeScript.CYRILLIC,
            Character.UnicodeScript.HAN,
            Character.UnicodeScript.HIRAGANA,
            Character.UnicodeScript.KATAKANA,
            Character.UnicodeScript.HANGUL,
            Character.UnicodeScript.HEBREW,
            Character.UnicodeScript.ARABIC,
            Character.UnicodeScript.DEVANAGARI,
            Character.UnicodeScript.BENGALI,
            Character.UnicodeScript.THAI);

    private static final Set<Character.UnicodeScript> EAST_ASIAN = EnumSet.of(
            Character.UnicodeScript.HAN,
            Character.UnicodeScript.HIRAGANA,
            Character.UnicodeScript.KATAKANA,
            Character.UnicodeScript.HANGUL);

    /** Whom people would believe too much. */
    private static final Set<String> RESERVED =
            Set.of("admin", "administrator", "anonymous", "codecollab", "moderator", "root", "support", "system");

    /**
     * Reads a name as somebody typed it.
     *
     * @throws AccountException if it cannot be one; the message says why
     */
    static UserName parse(String typed) {
        if (typed.length() > MAX_RAW_LENGTH) {
            throw AccountException.invalid("a user name has " + MAX_LENGTH + " characters at most");
        }
        String value = Normalizer.normalize(typed.strip(), Normalizer.Form.NFKC);
        int length = value.codePointCount(0, value.length());
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            throw AccountException.invalid("a user name has " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
        }
        if (!Character.isLetterOrDigit(value.codePointAt(0))
                || !value.codePoints().allMatch(UserName::isAllowed)) {
            throw AccountException.invalid(
                    "a user name consists of letters, digits and . _ - and begins with a letter or a digit");
        }
        if (!isOfOneScript(value)) {
            throw AccountException.invalid("the letters of a user name belong to one alphabet");
        }
        String key = LookAlikes.fold(value);
        if (key.isEmpty() || RESERVED.stream().map(LookAlikes::fold).anyMatch(key::equals)) {
            throw AccountException.invalid("this user name cannot be used");
        }
        return new UserName(value, key);
    }

    /** The same; empty if it cannot be a name. */
    static Optional<UserName> find(String typed) {
        try {
            return Optional.of(parse(typed));
        } catch (AccountException e) {
            return Optional.empty();
        }
    }

    private static boolean isAllowed(int character) {
        if (character < 0x80) {
            return Character.isLetterOrDigit(character) || PUNCTUATION.indexOf(character) >= 0;
        }
        // digits of other scripts look like other digits
        return (Character.isLetter(character) || isMark(character))
                && SCRIPTS.contains(Character.UnicodeScript.of(character))
                && !LookAlikes.isExotic(character);
    }

    /** Vowels and accents without which some scripts cannot be written. */
    private static boolean isMark(int character) {
        int type = Character.getType(character);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isOfOneScript(String name) {
        Set<Character.UnicodeScript> scripts = EnumSet.noneOf(Character.UnicodeScript.class);
        name.codePoints()
                .filter(Character::isLetter)
                .mapToObj(Character.UnicodeScript::of)
                .forEach(scripts::add);
        return scripts.size() <= 1 || EAST_ASIAN.containsAll(scripts);
    }
}
