package io.codecollab.crdt.replay;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Comparisons that throw a {@link Mismatch} with both sides in readable form. Stateless. */
final class Expect {

    private Expect() {}

    /** Two trees as they stand in a run file. */
    static void equal(String what, @Nullable Object expected, @Nullable Object actual) {
        String difference = Seen.difference(expected, actual);
        if (difference != null) {
            throw new Mismatch(what + " differs, " + difference);
        }
    }

    /** Bytes that are no update. */
    static void bytes(String what, String expected, byte[] actual) {
        if (!Digest.matches(expected, actual)) {
            throw new Mismatch(what + " differs\n    expected=" + expected + "\n    actual="
                    + HexFormat.of().formatHex(actual));
        }
    }

    /** An update in V1, recorded in full or as a digest. */
    static void v1(String what, String expected, byte[] actual) {
        if (!Digest.matches(expected, actual)) {
            throw new Mismatch(what + " differs\n    expected="
                    + (isDigest(expected)
                            ? "sha256 " + expected
                            : UpdateText.v1(HexFormat.of().parseHex(expected)))
                    + "\n    actual=" + UpdateText.v1(actual));
        }
    }

    /** An update in V2, recorded in full or as a digest. */
    static void v2(String what, String expected, byte[] actual) {
        if (!Digest.matches(expected, actual)) {
            throw new Mismatch(what + " differs\n    expected="
                    + (isDigest(expected)
                            ? "sha256 " + expected
                            : UpdateText.v2(HexFormat.of().parseHex(expected)))
                    + "\n    actual=" + UpdateText.v2(actual));
        }
    }

    /** What a document emitted while a record was done, against what the record says. */
    static void emissions(List<RecordedUpdates.Recorded> expected, List<Emission> actual) {
        if (expected.size() != actual.size()) {
            throw new Mismatch("emitted updates differ in number\n    expected="
                    + expected.stream().map(each -> UpdateText.v1(each.v1())).toList() + "\n    actual="
                    + actual.stream().map(each -> UpdateText.v1(each.v1())).toList());
        }
        for (int i = 0; i < expected.size(); i++) {
            byte[] v1 = expected.get(i).v1();
            if (!Arrays.equals(v1, actual.get(i).v1())) {
                throw new Mismatch("emitted update " + i + " differs\n    expected=" + UpdateText.v1(v1)
                        + "\n    actual=" + UpdateText.v1(actual.get(i).v1()));
            }
            v2("emitted V2 update " + i, expected.get(i).v2(), actual.get(i).v2());
            if (expected.get(i).local() != actual.get(i).local()) {
                throw new Mismatch("emitted update " + i + " differs, local="
                        + actual.get(i).local());
            }
        }
    }

    private static boolean isDigest(String hex) {
        return hex.length() == Digest.HEX_DIGITS;
    }
}
