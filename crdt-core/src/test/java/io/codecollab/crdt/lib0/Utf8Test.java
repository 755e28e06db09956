package io.codecollab.crdt.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class Utf8Test {

    /** Around every bound of the table of well-formed sequences. */
    private static final int[] EDGES = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xED, 0xFF};

    private static final int[] LONG_LEADS = {
        0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5
    };

    @Test
    void agreesWithTheJdkAroundEveryBound() {
        for (int first = 0; first < 256; first++) {
            assertAgrees((byte) first);
            for (int second : EDGES) {
                assertAgrees((byte) first, (byte) second);
            }
        }
        for (int first : LONG_LEADS) {
            for (int second : EDGES) {
                for (int third : EDGES) {
                    assertAgrees((byte) first, (byte) second, (byte) third);
                    for (int fourth : EDGES) {
                        assertAgrees((byte) first, (byte) second, (byte) third, (byte) fourth);
                    }
                }
            }
        }
    }

    private static void assertAgrees(byte... bytes) {
        String expected = strictly(bytes);
        String decoded = decoded(bytes);
        if (!Objects.equals(decoded, expected)) { // not an assertion per sequence: there are forty thousand
            assertThat(decoded).as(HexFormat.of().formatHex(bytes)).isEqualTo(expected);
        }
    }

    private static @Nullable String decoded(byte[] bytes) {
        try {
            return Utf8.decode(bytes, 0, bytes.length);
        } catch (DecodeException e) {
            return null;
        }
    }

    private static @Nullable String strictly(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    @Test
    void findsOneOddByteAnywhereInAscii() {
        for (int length = 1; length <= 40; length++) {
            for (int odd = 0; odd < length; odd++) {
                byte[] bytes = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
                assertThat(Utf8.utf16Length(bytes, 0, length)).isEqualTo(length);
                bytes[odd] = (byte) 0xE9;
                assertThatExceptionOfType(DecodeException.class)
                        .isThrownBy(() -> Utf8.utf16Length(bytes, 0, bytes.length));
                assertThat(Utf8.utf16Length(bytes, 0, odd)).isEqualTo(odd);
                assertThat(Utf8.utf16Length(bytes, odd + 1, length)).isEqualTo(length - odd - 1);
            }
        }
    }

    @Test
    void keepsTheByteOrderMarkAndNul() {
        assertThat(Utf8.decode(hex("efbbbf00"), 0, 4)).isEqualTo("\uFEFF\0");
    }

    @Test
    void writesLoneSurrogatesAsReplacementCharacters() {
        assertThat(Utf8.encode("a\uD83D")).isEqualTo(hex("61efbfbd"));
        assertThat(Utf8.encode("\uDE00\uD83D")).isEqualTo(hex("efbfbdefbfbd"));
        assertThat(Utf8.encode("\uD83D\uD83D\uDE00")).isEqualTo(hex("efbfbdf09f9880"));
    }

    @Test
    void encodesRandomUnitsAsTheBrowserWould() {
        long seed = 7;
        Random random = new Random(seed);
        int[] kinds = {0x41, 0xE9, 0x7FF, 0x800, 0x4E2D, 0xD83D, 0xDE00, 0xFFFF};
        for (int run = 0; run < 5000; run++) {
            char[] units = new char[random.nextInt(12)];
            for (int i = 0; i < units.length; i++) {
                units[i] = (char) kinds[random.nextInt(kinds.length)];
            }
            String text = new String(units);
            byte[] expected = withoutLoneSurrogates(text).getBytes(StandardCharsets.UTF_8);

            assertThat(Utf8.encode(text)).as("seed=%d, run=%d", seed, run).isEqualTo(expected);
            assertThat(Utf8.encodedLength(text)).isEqualTo(expected.length);
            assertThat(Utf8.encodedLength(units, 0, units.length)).isEqualTo(expected.length);
            ByteWriter out = new ByteWriter(0);
            out.writeUtf8(units, 0, units.length);
            assertThat(out.toByteArray()).isEqualTo(expected);
            assertThat(Utf8.utf16Length(expected, 0, expected.length)).isEqualTo(units.length);
        }
    }

    private static String withoutLoneSurrogates(String text) {
        StringBuilder scalars = new StringBuilder();
        text.codePoints()
                .forEach(point -> scalars.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point));
        return scalars.toString();
    }

    @Test
    void encodesLatin1() {
        byte[] latin1 = "naïve café".getBytes(StandardCharsets.ISO_8859_1);
        ByteWriter out = new ByteWriter();
        out.writeUtf8(latin1, 0, latin1.length);

        assertThat(out.toByteArray()).isEqualTo("naïve café".getBytes(StandardCharsets.UTF_8));
        assertThat(Utf8.encodedLength(latin1, 0, latin1.length)).isEqualTo(out.size());
    }

    @Test
    void findsTheByteAfterSoManyUnits() {
        byte[] bytes = Utf8.encode("aé中😀b");
        int[] expected = {0, 1, 3, 6, ~6, 10, 11};

        for (int units = 0; units < expected.length; units++) {
            assertThat(Utf8.indexAfterUnits(bytes, 0, bytes.length, units))
                    .as("units=%d", units)
                    .isEqualTo(expected[units]);
        }
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
