package io.codecollab.crdt.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    /**
     * Every power of two and of ten, their neighbours, and random numbers of every size: {@code
     * json-numbers-recorder.mjs}.
     */
    @Test
    void writesTenThousandNumbersAsNodeDid() {
        List<String> recorded = Recording.lines("json-numbers.txt.gz");
        assertThat(recorded).hasSizeGreaterThan(10_000);

        for (String text : recorded) {
            assertThat(JsonText.write(Double.parseDouble(text))).isEqualTo(text);
        }
    }

    @Test
    void readsTheNumbersItWrites() {
        for (String text : Recording.lines("json-numbers.txt.gz")) {
            assertThat(Any.equal(JsonText.read(text), Double.parseDouble(text)))
                    .as(text)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1e21, 1e+21",
        "123456789012345680000, 123456789012345680000",
        "1e-6, 0.000001",
        "1e-7, 1e-7",
        "1.5e300, 1.5e+300",
        "-2.5, -2.5",
        "5e-324, 5e-324",
        "9007199254740993, 9007199254740992",
        "NaN, null",
        "Infinity, null",
        "-Infinity, null"
    })
    void writesNumbersAsJavaScriptDoes(double number, String text) {
        assertThat(JsonText.write(number)).isEqualTo(text);
    }

    @Test
    void writesBoxedNumbersAlike() {
        assertThat(JsonText.write(List.of((byte) 1, (short) 2, 3, 4L, 5f, 6.0))).isEqualTo("[1,2,3,4,5,6]");
        assertThat(JsonText.write(0.1f)).isEqualTo("0.10000000149011612");
    }

    @Test
    void escapesOnlyWhatItMust() {
        assertThat(JsonText.write("\"\\/\b\f\n\r\t\u0001\u001f\u007f\u2028é😀"))
                .isEqualTo("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007f\u2028é😀\"");
    }

    @Test
    void escapesLoneSurrogates() {
        assertThat(JsonText.write("\uD83D")).isEqualTo("\"\\ud83d\"");
        assertThat(JsonText.write("\uDE00\uD83Dx")).isEqualTo("\"\\ude00\\ud83dx\"");
    }

    @Test
    void leavesOutUndefinedProperties() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("b", Undefined.UNDEFINED);
        map.put("a", List.of(Undefined.UNDEFINED));

        assertThat(JsonText.write(map)).isEqualTo("{\"a\":[null]}");
        assertThat(JsonText.write(Map.of("b", Undefined.UNDEFINED))).isEqualTo("{}");
    }

    @Test
    void writesBytesAsAnObject() {
        assertThat(JsonText.write(new byte[] {1, -1})).isEqualTo("{\"0\":1,\"1\":255}");
        assertThat(JsonText.write(new byte[0])).isEqualTo("{}");
    }

    @Test
    void writesIndexKeysFirst() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("b", 1);
        map.put("10", 2);
        map.put("2", 3);

        assertThat(JsonText.write(map)).isEqualTo("{\"2\":3,\"10\":2,\"b\":1}");
    }

    @Test
    void refusesWhatHasNoText() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonText.write(Undefined.UNDEFINED));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonText.write(List.of(BigInteger.ONE)));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonText.write(new Object()));
    }

    @Test
    void readsEveryKindOfValue() {
        Object value = JsonText.read(
                " {\"a\" : [ 1 , -2.5e1, true,false , null ], \"b\":\"\\u00e9\\n\\/\\ud83d\" , \"c\":{}}\r\n\t");

        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("a", Arrays.asList(1L, -25L, true, false, null));
        expected.put("b", "é\n/\uD83D");
        expected.put("c", Map.of());
        assertThat(value).isEqualTo(expected);
    }

    @Test
    void readsIntegersAsLongUpToWhatIsSafe() {
        assertThat(JsonText.read("9007199254740991")).isEqualTo(9007199254740991L);
        assertThat(JsonText.read("9007199254740993")).isEqualTo(9007199254740992.0);
        assertThat(JsonText.read("1e3")).isEqualTo(1000L);
        assertThat(JsonText.read("-0")).isEqualTo(-0.0);
        assertThat(JsonText.read("-0.0")).isEqualTo(-0.0);
        assertThat(JsonText.read("0.0")).isEqualTo(0L);
        assertThat(JsonText.read("1e999")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(JsonText.read("12345678901234567890")).isEqualTo(1.2345678901234567E19);
    }

    @Test
    void keepsTheLastOfEqualKeysInTheFirstPlace() {
        Object object = JsonText.read("{\"a\":1,\"b\":2,\"a\":3}");

        assertThat(object).hasToString("{a=3, b=2}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "truex",
                "1 2",
                "01",
                "-",
                "+1",
                "1.",
                ".5",
                "1e",
                "1e+",
                "0x1",
                "NaN",
                "undefined",
                "[1,]",
                "[,1]",
                "[1",
                "{",
                "{a:1}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1",
                "\"",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u12",
                "\"\\",
                "\"\n\"",
                "'a'",
                "]",
                "\u00a01",
                "\"\\u\uff11234\""
            })
    void refusesWhatIsNoJson(String text) {
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> JsonText.read(text));
        assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> check(text));
    }

    /** The parser and the checker, which looks at bytes and builds nothing, must agree on everything. */
    @Test
    void checksExactlyWhatItReads() {
        String[] seeds = {
            "{\"a\":[1,-2.5e+10,{\"b\":\"x\\u00e9\\n\"}],\"c\":null}",
            "[true,false,[],{},\"\"]",
            "-0.1E-7",
            "\"é😀\\\"\\\\\""
        };
        String noise = "{}[]\":,\\ut-+.eE019 \n\u0001ntrue";
        long seed = 20261121;
        Random random = new Random(seed);
        for (int run = 0; run < 5000; run++) {
            StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
            for (int change = random.nextInt(3); change >= 0; change--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, noise.charAt(random.nextInt(noise.length())));
                    case 1 -> text.deleteCharAt(at).append(' ');
                    default -> text.insert(at, noise.charAt(random.nextInt(noise.length())));
                }
            }
            String mutated = new String(Utf8.encode(text.toString()), StandardCharsets.UTF_8);

            assertThat(accepts(() -> check(mutated)))
                    .as("seed=%d, run=%d, text=%s", seed, run, mutated)
                    .isEqualTo(accepts(() -> JsonText.read(mutated)));
        }
    }

    @Test
    void refusesTextNestedTooDeeply() {
        String arrays = "[".repeat(100_000);
        String objects = "{\"a\":".repeat(100_000);
        String allowed = "[".repeat(512) + "]".repeat(512);

        assertThat(JsonText.read(allowed)).isNotNull();
        check(allowed);
        for (String text : List.of(arrays, objects, "[" + allowed + "]")) {
            assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> JsonText.read(text));
            assertThatExceptionOfType(DecodeException.class).isThrownBy(() -> check(text));
        }
    }

    @Test
    void refusesToWriteAMapThatContainsItself() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("self", map);

        assertThatIllegalArgumentException().isThrownBy(() -> JsonText.write(map));
    }

    private static void check(String text) {
        byte[] bytes = Utf8.encode("x" + text + "x");
        JsonText.check(bytes, 1, bytes.length - 1, DecodeLimits.DEFAULT);
    }

    private static boolean accepts(Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (DecodeException e) {
            return false;
        }
    }
}
